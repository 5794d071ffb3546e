package dev.accountfeed.change;

/** What happened to an account, in Debezium's letters. */
public enum Op {
    /** Discovered: it was there before the source was first read whole. */
    r("account.discovered"),
    /** Created: it appeared later. */
    c("account.created"),
    /** Updated: something that counts changed. */
    u("account.updated"),
    /** Deleted: it is gone, after the guards. */
    d("account.deleted");

    private final String type;

    Op(String type) {
        this.type = type;
    }

    /** What the CloudEvents type ends in. */
    public String type() {
        return type;
    }
}

package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider.Paging;
import dev.accountfeed.provider.RecordReader;
import dev.accountfeed.provider.RecordSpool;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages of one answer: what has come of them, and where the next one stands. */
final class Pages implements Closeable {

    private final @Nullable Paging paging;
    private final RecordSpool spool;
    private final Set<URI> called = new HashSet<>();
    private URI current;
    private @Nullable URI next;
    private boolean own;
    private long received;
    private boolean more;
    private OptionalLong total = OptionalLong.empty();
    private boolean steady = true;

    /**
     * The pages of an answer that has not been asked for.
     *
     * @param source whose host is the only one that pages are asked of
     */
    Pages(Source source, RecordSpool spool) {
        this.paging = source.provider().records().paging();
        this.spool = spool;
        this.current = source.url();
    }

    /** Whether the answer is one page with nothing beside it. */
    boolean isOnlyOne() {
        return paging == null && spool.rows() == 0;
    }

    /** Where the next page stands: the provider's own word for all but the first. */
    String address(String first) {
        if (next == null) {
            current = URI.create(first);
            return first;
        }
        current = next;
        return next.getScheme() + "://" + next.getRawAuthority() + next.getRawPath();
    }

    /** The next page's part of the query; empty where it has none. */
    String query() {
        if (paging == null) {
            return "";
        }
        if (next != null) {
            return next.getRawQuery() == null ? "" : next.getRawQuery();
        }
        String size = paging.size() == null ? "" : paging.size() + "=" + paging.rows();
        String offset = paging.offset() == null ? "" : paging.offset() + "=" + received;
        return size.isEmpty() || offset.isEmpty() ? size + offset : size + "&" + offset;
    }

    /** Keeps the one account that the list stands beside. */
    void addOwn(JsonNode record, @Nullable String id) throws IOException, PollException {
        spool.add(record, id);
        own = true;
    }

    /**
     * Keeps the records of a page.
     *
     * @throws PollException where the page does not say how the list goes on, or leads elsewhere
     */
    void add(RecordReader.Scan scan, RecordReader reader, Answer answer, AnswerFormat format, JsonNode options)
            throws IOException, PollException {
        received += scan.rows();
        more = goesOn(scan);
        try (RecordReader.Records records = reader.open(answer)) {
            while (records.hasNext()) {
                JsonNode record = records.next();
                spool.add(format.withoutSecrets(record), format.id(record, options));
            }
        }
    }

    private boolean goesOn(RecordReader.Scan scan) throws PollException {
        if (paging == null) {
            return false;
        }
        if (paging.total() != null) {
            long told = total(scan.rest().at(paging.total()));
            steady &= total.isEmpty() || total.getAsLong() == told;
            total = OptionalLong.of(told);
        }
        if (paging.next() == null) {
            return scan.rows() > 0 && received < total.orElse(0);
        }
        JsonNode address = scan.rest().at(paging.next());
        next = isNone(address) ? null : follow(address.asText());
        return next != null;
    }

    private static boolean isNone(JsonNode address) throws PollException {
        if (address.isMissingNode() || address.isNull()) {
            return true;
        }
        if (!address.isTextual()) {
            // Read as no address, an object around it would make this page the last one, and the others' accounts gone.
            throw new PollException.Malformed("where the next page's address should stand is no text", null);
        }
        return address.asText().isEmpty() || address.asText().equals("null");
    }

    private static long total(JsonNode total) throws PollException {
        if (total.isIntegralNumber() || total.asText().matches("[0-9]{1,18}")) {
            return total.asLong();
        }
        throw new PollException.Malformed("the page does not say how many rows there are", null);
    }

    private URI follow(String address) throws PollException {
        URI page;
        try {
            // java.net.URI resolves a query alone by RFC 2396, which dropped the path's last step.
            page = current.resolve(address.startsWith("?") ? current.getRawPath() + address : address);
        } catch (IllegalArgumentException e) {
            // The parser's words would quote it.
            throw new PollException.Malformed("the next page's address is none", null);
        }
        // It would be called with our credentials.
        if (!page.isAbsolute() || !origin(page).equals(origin(current))) {
            throw new PollException(
                    Outcome.UNEXPECTED, "the next page is said to be on another host, which is not called", null, null);
        }
        if (!called.add(page)) {
            throw new PollException.Malformed("the pages go round in circles", null);
        }
        return page;
    }

    /** RFC 6454 section 4, and whatever else stands before the path. */
    private static String origin(URI uri) {
        int port = uri.getPort();
        if (port < 0) {
            port = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        }
        return (uri.getScheme() + "://" + uri.getRawUserInfo() + "@" + uri.getHost() + ":" + port)
                .toLowerCase(Locale.ROOT);
    }

    /** Whether the one account that the list stands beside is among the records. */
    boolean hasOwn() {
        return own;
    }

    /** Whether another page is to come. */
    boolean hasNext() {
        return more;
    }

    /**
     * Whether the pages hold all that there is, as far as the provider tells.
     *
     * <p>A list that changes while it is turned over shows a row twice, or leaves one out: then what is not there may
     * be all the same.
     */
    boolean isProven() throws IOException {
        return paging == null
                || (spool.repeated().isEmpty() && steady && (total.isEmpty() || total.getAsLong() == received));
    }

    /** All records so far. */
    RecordSpool records() {
        return spool;
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}

package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;

/**
 * Any number of Infobip accounts below one owner, each following from its number alone; the owner stands first.
 *
 * <p>A key ends in its account's number, so that it is found without a table.
 */
record InfobipAccounts(ObjectNode own, int count) implements AccountStore.Generator {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    @Override
    public int size() {
        return count + 1;
    }

    @Override
    public ObjectNode row(int index) {
        if (index == 0) {
            return own;
        }
        return Json.object()
                .put("key", key(index))
                .put("ownerKey", own.path("key").asText())
                .put("name", "Account " + index)
                .put("enabled", index % 10 != 0);
    }

    @Override
    public int index(String id) {
        if (id.equals(own.path("key").asText())) {
            return 0;
        }
        if (!id.matches("[0-9A-F]{32}")) {
            return -1;
        }
        long index = HexFormat.fromHexDigitsToLong(id, 24, 32);
        return index >= 1 && index <= count && key((int) index).equals(id) ? (int) index : -1;
    }

    /** The key of the account with this number, from 1. */
    static String key(int number) {
        // Odd constants scatter neighbouring numbers, so that keys do not sort by age.
        long scattered = number * 0x9E3779B97F4A7C15L;
        long more = number * 0xC2B2AE3D27D4EB4FL;
        return HEX.toHexDigits(scattered) + HEX.toHexDigits((int) (more >>> 32)) + HEX.toHexDigits(number);
    }
}

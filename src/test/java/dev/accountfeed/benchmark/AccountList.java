package dev.accountfeed.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An answer with a list of accounts, written as it goes: every row has the same number of bytes.
 *
 * @param edition stands in the name of the first account
 */
record AccountList(int rows, boolean xml, int edition) {

    private static final int CHUNK = 1000;

    void write(OutputStream out) throws IOException {
        String begin = xml ? "<?xml version='1.0' encoding='UTF-8'?><accountsResponse><accounts>" : "{\"accounts\":[";
        String end = xml ? "</accounts></accountsResponse>" : "]}";
        long separators = xml ? 0 : Math.max(0, rows - 1);
        long length = begin.length() + end.length() + separators + (long) rows * row(0).length();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/" + (xml ? "xml" : "json") + "\r\nContent-Length: "
                        + length + "\r\n\r\n" + begin)
                .getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        for (int i = 0; i < rows; i++) {
            if (i > 0 && !xml) {
                chunk.write(',');
            }
            chunk.writeBytes(row(i).getBytes(StandardCharsets.ISO_8859_1));
            if (i % CHUNK == CHUNK - 1 || i == rows - 1) {
                chunk.writeTo(out);
                chunk.reset();
            }
        }
        out.write(end.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String row(int number) {
        String digits = HexFormat.of().withUpperCase().toHexDigits(number);
        String key = "EF04794F718A3FC8C6DFA0B2" + digits;
        String name = number == 0 ? HexFormat.of().withUpperCase().toHexDigits(edition) : digits;
        return xml
                ? "<account><key>" + key + "</key><ownerKey>28A3FC8C615B2CF24E1DFA0BF04794F7</ownerKey><name>Account "
                        + name + "</name><enabled>true</enabled></account>"
                : "{\"key\":\"" + key + "\",\"ownerKey\":\"28A3FC8C615B2CF24E1DFA0BF04794F7\",\"name\":\"Account "
                        + name + "\",\"enabled\":true}";
    }
}

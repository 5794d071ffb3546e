package dev.accountfeed.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file that knows where each of its keys stands.
 *
 * @param entries in the order of the file
 * @param findings about lines that cannot be read
 */
record PropertiesDocument(Path file, List<Entry> entries, List<Finding> findings) {

    PropertiesDocument {
        entries = List.copyOf(entries);
        findings = List.copyOf(findings);
    }

    /**
     * One key with its value.
     *
     * @param column of the key
     * @param valueColumn of the value's beginning, in the same line
     */
    record Entry(String key, String value, int line, int column, int valueColumn) {

        /** The key only: the value may be a secret. */
        @Override
        public String toString() {
            return "Entry[" + key + "]";
        }
    }

    static PropertiesDocument read(Path file) throws IOException {
        return parse(file, TextFile.read(file));
    }

    static PropertiesDocument parse(Path file, String text) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        if (text.startsWith("\uFEFF")) {
            findings.add(new Finding(file, 1, 1, Finding.BYTE_ORDER_MARK));
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            String start = lines.get(i).stripLeading();
            if (start.isEmpty() || start.startsWith("#") || start.startsWith("!")) {
                continue;
            }
            StringBuilder logical = new StringBuilder(start);
            while (continues(lines.get(i)) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            int column = lines.get(first).length() - start.length() + 1;
            Properties one = new Properties();
            try {
                one.load(new StringReader(logical.toString()));
            } catch (IllegalArgumentException e) {
                findings.add(new Finding(
                        file,
                        first + 1,
                        column,
                        "holds \\u without four hexadecimal digits; write \\\\ for a backslash"));
            }
            for (Map.Entry<Object, Object> e : one.entrySet()) {
                entries.add(new Entry(
                        e.getKey().toString(), e.getValue().toString(), first + 1, column, column + valueStart(start)));
            }
        }
        return new PropertiesDocument(file, entries, findings);
    }

    Finding atKey(Entry entry, String message) {
        return new Finding(file, entry.line(), entry.column(), message);
    }

    Finding atValue(Entry entry, String message) {
        return new Finding(file, entry.line(), entry.valueColumn(), message);
    }

    /** An odd number of backslashes at its end continues a line. */
    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int valueStart(String line) {
        int i = 0;
        while (i < line.length() && "=: \t".indexOf(line.charAt(i)) < 0) {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        while (i < line.length() && "=: \t".indexOf(line.charAt(i)) >= 0) {
            i++;
        }
        return Math.min(i, line.length());
    }
}

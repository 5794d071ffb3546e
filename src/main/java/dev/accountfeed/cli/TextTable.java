package dev.accountfeed.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns that are as wide as what is in them; the last one is cut where the line would get too long. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final int width;

    /** @param width of a line at most */
    TextTable(int width, String... heads) {
        this.width = width;
        row(heads);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", row.get(i)));
        }
        String text = line.toString().stripTrailing();
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}

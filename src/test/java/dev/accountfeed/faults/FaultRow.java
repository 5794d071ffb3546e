package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A line of {@code fault-matrix.txt}: a fault, whom it meets and what the contract says of it. */
record FaultRow(
        String fault,
        String forms,
        String outcome,
        String calls,
        String events,
        String accounts,
        String letter,
        String health,
        String next) {

    private static final int COLUMNS = 9;

    /** All lines, by the headings that they stand below. */
    static Map<String, List<FaultRow>> all() {
        Map<String, List<FaultRow>> all = new LinkedHashMap<>();
        String heading = "";
        boolean names = true;
        for (String line : lines()) {
            if (line.startsWith("#")) {
                heading = line.substring(1).strip();
            } else if (!line.isBlank() && names) {
                names = false;
            } else if (!line.isBlank()) {
                all.computeIfAbsent(heading, none -> new ArrayList<>()).add(of(line));
            }
        }
        return all;
    }

    private static List<String> lines() {
        try (InputStream table = FaultRow.class.getResourceAsStream("/fault-matrix.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FaultRow of(String line) {
        List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        assertThat(cells).as(line).hasSize(COLUMNS);
        return new FaultRow(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                cells.get(5),
                cells.get(6),
                cells.get(7),
                cells.get(8));
    }

    List<Form> meets() {
        return Stream.of(Form.values()).filter(form -> form.is(forms)).toList();
    }

    Outcome ends() {
        return Stream.of(Outcome.values())
                .filter(one -> one.word().equals(outcome))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the poll that meets the fault gets a whole answer all the same. */
    boolean passes() {
        return choice(events, "told", "none");
    }

    boolean keepsLetter() {
        return choice(letter, "yes", "no");
    }

    boolean fails() {
        return choice(health, "failing 1", "well");
    }

    boolean leavesAccounts() {
        return choice(accounts, "untouched", "updated");
    }

    boolean isToldLater() {
        return choice(next, "tells", "none");
    }

    boolean signsAnew() {
        return calls.endsWith(" signed anew");
    }

    int fewestCalls() {
        return Integer.parseInt(calls.replaceFirst("\\D.*", ""));
    }

    boolean mayCallMore() {
        return calls.endsWith("+");
    }

    private static boolean choice(String cell, String yes, String no) {
        assertThat(cell).isIn(yes, no);
        return cell.equals(yes);
    }

    String name() {
        return fault.replaceFirst("^\\{\"fault\": \"([^\"]+)\"[,}] ?", "$1 ")
                        .replaceAll("[\"}]", "")
                        .strip() + ", " + forms;
    }
}

package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accountfeed.event.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    private static final long MAX_BYTES = 1000;

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-21T23:59:59Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private FileSink sink() {
        return new FileSink(data, clock, MAX_BYTES, new FilePermissions(PosixFilePermissions.fromString("rw-r-----")));
    }

    @Test
    void aNewSinkHasNothing() throws IOException {
        assertThat(sink().position()).isEmpty();
    }

    @Test
    void eventsAreLinesInAFileNamedAfterTheUtcDay() throws IOException {
        sink().append(events(1, 2));
        assertThat(Files.readString(file("2026-11-21-0001")))
                .isEqualTo(
                        events(1, 2).get(0).json() + "\n" + events(1, 2).get(1).json() + "\n");
        assertThat(sink().position()).contains(position(2));
    }

    @Test
    void filesHaveThePermissionsOfTheSetting() throws IOException {
        new FileSink(data, clock, MAX_BYTES, new FilePermissions(PosixFilePermissions.fromString("rw-rw-r--")))
                .append(events(1, 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("2026-11-21-0001"))))
                .isEqualTo("rw-rw-r--");
    }

    @Test
    void aNewDayBeginsANewFile() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 1));
        now = now.plusSeconds(1);
        sink.append(events(2, 2));
        assertThat(names()).containsExactly("2026-11-21-0001", "2026-11-22-0001");
    }

    @Test
    void aFullFileIsFollowedByTheNextNumber() throws IOException {
        FileSink sink = sink();
        for (int i = 1; i <= 20; i++) {
            sink.append(events(i, i));
        }
        assertThat(names()).hasSizeGreaterThan(1);
        for (Path file : new EventFiles(data).inOrder()) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(MAX_BYTES);
        }
        assertThat(sequences()).isEqualTo(sequences(1, 20));
    }

    @Test
    void aBatchLargerThanAFileIsNotTornApart() throws IOException {
        sink().append(events(1, 50));
        assertThat(names()).containsExactly("2026-11-21-0001");
    }

    @Test
    void namesSortLaterEvenIfTheClockWentBack() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 1));
        now = now.minusSeconds(86400 * 30);
        sink.append(events(2, 2));
        sink().append(events(3, 40));
        sink().append(events(41, 41));
        assertThat(names()).containsExactly("2026-11-21-0001", "2026-11-21-0002", "2026-11-21-0003");
        assertThat(sequences()).isEqualTo(sequences(1, 41));
    }

    @Test
    void theLastNumberOfADayTakesTheRestOfIt() throws IOException {
        Files.createDirectories(data.resolve("events"));
        Files.writeString(file("2026-11-21-9999"), events(1, 1).get(0).json() + "\n");
        sink().append(events(2, 30));
        sink().append(events(31, 60));
        now = now.plusSeconds(1);
        sink().append(events(61, 61));
        assertThat(names()).containsExactly("2026-11-21-9999", "2026-11-22-0001");
        assertThat(sequences()).isEqualTo(sequences(1, 61));
    }

    @Test
    void aTornTailIsNotCountedAndIsCutBeforeTheNextAppend() throws IOException {
        sink().append(events(1, 2));
        String torn = events(3, 3).get(0).json();
        Files.writeString(file("2026-11-21-0001"), torn, StandardOpenOption.APPEND);
        FileSink sink = sink();
        assertThat(sink.position()).contains(position(2));
        sink.append(events(3, 4));
        assertThat(sequences()).isEqualTo(sequences(1, 4));
    }

    @Test
    void aTornTailOfYesterdayIsCutToo() throws IOException {
        sink().append(events(1, 1));
        Files.writeString(file("2026-11-21-0001"), "{\"id", StandardOpenOption.APPEND);
        now = now.plusSeconds(1);
        sink().append(events(2, 2));
        assertThat(sequences()).isEqualTo(sequences(1, 2));
        assertThat(Files.readString(file("2026-11-21-0001"))).endsWith("}\n");
    }

    @Test
    void aLastFileWithoutAWholeLineIsSkippedAndThenFilled() throws IOException {
        sink().append(events(1, 2));
        for (String content : List.of("", "{\"torn")) {
            Files.writeString(file("2026-11-21-0002"), content);
            assertThat(sink().position()).contains(position(2));
        }
        sink().append(events(3, 3));
        assertThat(names()).containsExactly("2026-11-21-0001", "2026-11-21-0002");
        assertThat(sequences()).isEqualTo(sequences(1, 3));
    }

    @Test
    void aDamagedLastLineNamesTheFileAndTheWayOut() throws IOException {
        sink().append(events(1, 1));
        Path file = file("2026-11-21-0001");
        long whole = Files.size(file);
        for (String damaged :
                List.of("{\"id\":\"gen/s/a/1\",\"seq\n", "\n", "[]\n", "{\"id\":\"gen/a\"}\n", "{}{}\n")) {
            Files.writeString(file, damaged, StandardOpenOption.APPEND);
            assertThatThrownBy(() -> sink().position())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("truncate -s " + whole + " " + file);
            assertThatThrownBy(() -> sink().append(events(2, 2))).hasMessageContaining("truncate");
            try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
        assertThat(sink().position()).contains(position(1));
    }

    @Test
    void whatIsThereUnderTheNameOfAnEventsFileAndCannotBeReadIsNamed() throws IOException {
        Path folder = Files.createDirectories(file("2026-11-21-0001"));
        assertThatThrownBy(() -> sink().append(events(1, 1)))
                .isInstanceOf(SinkException.class)
                .hasMessageStartingWith(folder + " cannot be read: ");
        Files.delete(folder);
        Files.createSymbolicLink(folder, data.resolve("not-mounted"));
        assertThatThrownBy(() -> sink().append(events(1, 1)))
                .isInstanceOf(SinkException.class)
                .hasMessageStartingWith(folder + " cannot be read: ");
    }

    @Test
    void linesLongerThanAnyBufferAreFound() throws IOException {
        String json = json(1).replace("\"data\":{", "\"data\":{\"x\":\"" + "ü".repeat(200_000) + "\",");
        sink().append(List.of(new StoredEvent(1, json)));
        assertThat(sink().position()).contains(Sink.Position.of("gen", new StoredEvent(1, json)));
        sink().append(events(2, 2));
        assertThat(sequences()).isEqualTo(sequences(1, 2));
    }

    @Test
    void aBatchThatIsDeliveredAgainIsThereOnce() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 3));
        sink.append(events(1, 3));
        sink.append(events(2, 5));
        sink().append(events(1, 6));
        assertThat(sequences()).isEqualTo(sequences(1, 6));
    }

    @Test
    void filesThatAreMovedAwayWhileItRunsAreFollowedByNewOnes() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 2));
        Files.move(file("2026-11-21-0001"), data.resolve("archived"));
        sink.append(events(3, 3));
        assertThat(sequences()).containsExactly(3L);
        assertThat(Files.readAllLines(data.resolve("archived"))).hasSize(2);
    }

    @Test
    void aFileThatSomethingElseChangesWhileItRunsIsToldAndGoneOnWithAsItIs() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 3));
        Path file = file("2026-11-21-0001");
        Path edited = data.resolve("edited");
        // Cut, as logrotate's copytruncate does; replaced, as editors do; continued.
        Files.writeString(file, events(1, 1).get(0).json() + "\n");
        assertThatThrownBy(() -> sink.append(events(4, 4))).hasMessageContaining(file + " was changed");
        assertThat(sink.position()).contains(position(1));
        sink.append(events(4, 4));
        Files.move(Files.copy(file, edited), file, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> sink.append(events(5, 5))).hasMessageContaining(file + " was changed");
        sink.append(events(5, 5));
        Files.writeString(file, "{\"torn", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> sink.append(events(6, 6))).hasMessageContaining(file + " was changed");
        sink.append(events(6, 6));
        assertThat(sequences()).containsExactly(1L, 4L, 5L, 6L);
    }

    @Test
    void otherFilesInTheFolderAreLeftAlone() throws IOException {
        Files.createDirectories(data.resolve("events"));
        Files.writeString(data.resolve("events/replay-2026-11-21T00:00:00Z.ndjson"), "x\n");
        Files.writeString(data.resolve("events/account-events-2026-11-21-0001.ndjson.gz"), "x\n");
        assertThat(sink().position()).isEmpty();
        sink().append(events(1, 1));
        assertThat(names()).containsExactly("2026-11-21-0001");
    }

    @Test
    void aFailedWriteLeavesNothingAndTheNextOneGoesOn() throws IOException {
        FileSink sink = sink();
        sink.append(events(1, 1));
        // An interrupted thread cannot write: the channel closes itself.
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sink.append(events(2, 3))).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        long last = sink.position().orElseThrow().sequence();
        sink.append(events(last + 1, 4));
        assertThat(sequences()).isEqualTo(sequences(1, 4));
    }

    private Path file(String name) {
        return data.resolve("events/account-events-" + name + ".ndjson");
    }

    private List<String> names() throws IOException {
        return new EventFiles(data)
                .inOrder().stream()
                        .map(file -> file.getFileName().toString().substring("account-events-".length()))
                        .map(name -> name.replace(".ndjson", ""))
                        .toList();
    }

    private List<Long> sequences() throws IOException {
        List<Long> sequences = new ArrayList<>();
        for (Path file : new EventFiles(data).inOrder()) {
            assertThat(Files.size(file) == 0 || Files.readString(file).endsWith("\n"))
                    .isTrue();
        }
        new EventFiles(data)
                .forEachLine((place, line) ->
                        sequences.add(Long.parseLong(line.replaceAll(".*\"sequence\":\"(\\d+)\".*", "$1"))));
        return sequences;
    }

    private static List<Long> sequences(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static Sink.Position position(long sequence) {
        return Sink.Position.of("gen", events(sequence, sequence).get(0));
    }

    private static List<StoredEvent> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(sequence -> new StoredEvent(sequence, json(sequence)))
                .toList();
    }

    private static String json(long sequence) {
        return "{\"id\":\"gen/s/a/" + sequence + "\",\"data\":{\"id\":\"no\",\"sequence\":7},\"sequence\":\"0000"
                + sequence + "\",\"x\":\"İ\"}";
    }
}

package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    private static final Instant START = Instant.parse("2026-11-21T16:00:00.017Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(strings = {"source-%d", "%d", "voximplant-main-%04d", "%d-infobip"})
    void sourcesAreSpreadOverTheInterval(String name) {
        Map<Long, Long> sources = IntStream.range(0, 1000)
                .mapToObj(i -> Sources.every(String.format(java.util.Locale.ROOT, name, i), MINUTE))
                .map(source ->
                        Duration.between(START, Timetable.next(source, START)).toSeconds() / 6)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(sources).hasSizeBetween(10, 11);
        assertThat(sources.values()).as("of 1000 in a tenth of the time").allMatch(count -> count <= 150);
    }

    @Test
    void aSourceKeepsItsPlaceOnTheGridWhateverHappens() {
        Source source = Sources.every("s", MINUTE);
        Instant due = Timetable.next(source, START);

        assertThat(due).isAfter(START).isBeforeOrEqualTo(START.plus(MINUTE));
        assertThat(Timetable.next(source, due)).isEqualTo(due.plus(MINUTE));
        assertThat(Timetable.next(source, due.plusMillis(59_999))).as("late").isEqualTo(due.plus(MINUTE));
        assertThat(Timetable.next(source, due.plusSeconds(150)))
                .as("polls left out")
                .isEqualTo(due.plusSeconds(180));
        assertThat(Timetable.next(Sources.every("s", MINUTE), START.minus(Duration.ofDays(400))))
                .as("another process, another day")
                .satisfies(other -> assertThat(Duration.between(other, due).toMillis() % 60_000)
                        .isZero());
    }

    @Test
    void aLoneSourceIsPolledAtOnce() {
        assertThat(Timetable.first(Sources.every("s", Duration.ofDays(1)), START, 1))
                .isEqualTo(START);
    }

    @Test
    void manySourcesAreTakenUpAHundredASecond() {
        List<Instant> first = IntStream.range(0, 1000)
                .mapToObj(i -> Timetable.first(Sources.every("source-" + i, Duration.ofHours(1)), START, 1000))
                .sorted()
                .toList();

        assertThat(first.get(0)).isAfterOrEqualTo(START);
        assertThat(first.get(999)).isBetween(START.plusSeconds(9), START.plusSeconds(10));
    }

    @Test
    void theStartTakesNoLongerThanTheInterval() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Timetable.first(Sources.every("source-" + i, Duration.ofMillis(500)), START, 1000))
                    .isBetween(START, START.plusMillis(500));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // From Friday morning to Monday, by the clocks of Berlin.
        "0 0 6 * * MON-FRI, Europe/Berlin, 2026-11-20T05:00:00Z, 2026-11-23T05:00:00Z",
        "0 0 6 * * mon-fri, Europe/Berlin, 2026-11-20T05:00:00Z, 2026-11-23T05:00:00Z",
        "0 0 6 * * 1-5,     Europe/Berlin, 2026-11-20T05:00:00Z, 2026-11-23T05:00:00Z",
        "0 0 6 * * *,       UTC,           2026-11-20T05:59:59Z, 2026-11-20T06:00:00Z",
        "0 0 6 * * *,       UTC,           2026-11-20T06:00:00Z, 2026-11-21T06:00:00Z",
        "*/10 * * * * *,    UTC,           2026-11-20T05:00:01Z, 2026-11-20T05:00:10Z",
        "0 0 0 1 JAN *,     Asia/Tokyo,    2026-11-20T00:00:00Z, 2026-12-31T15:00:00Z",
        "@daily,            UTC,           2026-11-20T05:00:01Z, 2026-11-21T00:00:00Z",
        "0 0 6 * * *,       America/New_York, 2026-03-07T12:00:00Z, 2026-03-08T10:00:00Z",
        "0 0 6 * * *,       America/New_York, 2026-03-06T12:00:00Z, 2026-03-07T11:00:00Z"
    })
    void cronIsReadInItsTimeZone(String expression, String zone, Instant after, Instant next) {
        assertThat(Timetable.next(Sources.cron(expression, zone), after)).isEqualTo(next);
        assertThat(Timetable.first(Sources.cron(expression, zone), after, 100)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-26, 06:00", "2026-10-22, 06:00", "2026-10-22, 02:30"})
    void aDailyPollComesOnceADayWhenClocksChange(LocalDate from, LocalTime time) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Source source = Sources.cron("0 " + time.getMinute() + " " + time.getHour() + " * * *", "Europe/Berlin");

        List<LocalDate> days = new ArrayList<>();
        Instant at = from.atStartOfDay(berlin).toInstant();
        for (int i = 0; i < 7; i++) {
            at = Timetable.next(source, at);
            assertThat(at.atZone(berlin).toLocalTime()).isEqualTo(time);
            days.add(at.atZone(berlin).toLocalDate());
        }
        assertThat(days).isEqualTo(from.datesUntil(from.plusDays(7)).toList());
    }

    @Test
    void aTimeThatTheClocksSkipIsMadeUpForOrLeftOutButNeverStopsTheSchedule() {
        Source source = Sources.cron("0 30 2 * * *", "Europe/Berlin");

        // On 29 March there is no 02:30.
        Instant at = Timetable.next(source, Instant.parse("2026-03-28T12:00:00Z"));
        assertThat(at).isBetween(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
        assertThat(Timetable.next(source, Instant.parse("2026-03-29T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void aPollThatWasAskedForComesWhenTheProvidersWaitIsOverThoughTheClockIsSetBack() {
        Instant now = Instant.parse("2026-11-21T16:00:00Z");
        Slot slot = new Slot(Sources.cron("0 0 6 * * *", "UTC"));
        slot.waitingId = "p-1";
        slot.notBefore = now.plusSeconds(60);
        slot.due = slot.notBefore;

        slot.setBack(Duration.ofSeconds(10), now.minusSeconds(10));

        assertThat(slot.due).isEqualTo(now.plusSeconds(50));
    }
}

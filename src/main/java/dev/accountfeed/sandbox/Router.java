package dev.accountfeed.sandbox;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds who answers a call: the controls below {@code /sandbox}, or a provider through its faults. */
final class Router {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Collection<? extends Simulator> simulators;
    private final Faults faults;
    private final RequestLog log;
    private final Controls controls;

    Router(Collection<? extends Simulator> simulators, Faults faults, RequestLog log, Controls controls) {
        this.simulators = simulators;
        this.faults = faults;
        this.log = log;
        this.controls = controls;
    }

    Answer answer(Request request) {
        if (request.path().startsWith("/sandbox")) {
            return controls.answer(request);
        }
        Optional<? extends Simulator> found =
                simulators.stream().filter(s -> s.serves(request.path())).findFirst();
        if (found.isEmpty()) {
            log.add("sandbox", request, "", 404, List.of());
            return Answer.text(404, "no provider has " + request.path() + "\n");
        }
        Simulator simulator = found.get();
        // A skewed clock must reach the Date header: the simulator stamps what it saw.
        Simulator stamped = new Stamped(simulator);
        List<String> applied = new ArrayList<>();
        Answer answer = faults.answer(request, stamped, applied);
        log.add(simulator.name(), request, simulator.caller(request), answer.status(), applied);
        return answer.headers().containsKey("Date") ? answer : dated(answer, request);
    }

    private static Answer dated(Answer answer, Request request) {
        return answer.header("Date", HTTP_DATE.format(request.received()));
    }

    /** Puts the time by which a call was judged on its answer. */
    private record Stamped(Simulator simulator) implements Simulator {

        @Override
        public ProviderData data() {
            return simulator.data();
        }

        @Override
        public AccountStore accounts() {
            return simulator.accounts();
        }

        @Override
        public boolean serves(String path) {
            return simulator.serves(path);
        }

        @Override
        public String caller(Request request) {
            return simulator.caller(request);
        }

        @Override
        public Answer answer(Request request) {
            return dated(simulator.answer(request), request);
        }

        @Override
        public Answer refuse(Request request, Refusal refusal) {
            return dated(simulator.refuse(request, refusal), request);
        }
    }
}

package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which faults there are, and which are switched on.
 *
 * <p>Each that fits a call wraps those that were switched on after it. A fault that answers by itself does not use up
 * the others.
 */
final class Faults {

    static final Map<String, KnownFault> KNOWN = Stream.of(
                    RefusalFaults.ALL, WireFaults.ALL, BodyFaults.ALL, RowFaults.ALL)
            .flatMap(List::stream)
            .collect(Collectors.toMap(KnownFault::name, Function.identity(), (a, b) -> a, TreeMap::new));

    /** What every fault takes besides its own options. */
    static final List<Option> COMMON = List.of(
            Option.text("provider", "\"\"", "only calls to this provider"),
            Option.text("path", "\"\"", "only calls to this path; a * at its end stands for anything"),
            Option.text("caller", "\"\"", "only calls of this user name, or token issuer"),
            Option.number("after", "0", "calls that pass first"),
            Option.number("times", "-1", "calls it is for; below 0 until it is cleared"));

    private final List<ActiveFault> active = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final List<String> providers;

    Faults(List<String> providers) {
        this.providers = providers;
    }

    /** Switches on what the JSON says; an {@link IllegalArgumentException} tells what would have been right. */
    ActiveFault activate(ObjectNode wanted) {
        String name = wanted.path("fault").asText();
        KnownFault fault = KNOWN.get(name);
        if (fault == null) {
            throw new IllegalArgumentException(
                    "unknown fault '" + name + "'; known: " + String.join(", ", KNOWN.keySet()));
        }
        Map<String, JsonNode> options = new HashMap<>();
        List<Option> all =
                Stream.concat(COMMON.stream(), fault.options().stream()).toList();
        for (Option option : all) {
            JsonNode value = wanted.path(option.name());
            if (!value.isMissingNode() && !option.fits(value)) {
                throw new IllegalArgumentException(
                        "option '" + option.name() + "' is a " + option.type() + ": " + option.what());
            }
            options.put(option.name(), value.isMissingNode() ? otherwise(option) : value);
        }
        refuseUnknown(wanted, all);
        String provider = options.getOrDefault("provider", wanted).asText();
        if (!provider.isEmpty() && !providers.contains(provider)) {
            throw new IllegalArgumentException(
                    "unknown provider '" + provider + "'; known: " + String.join(", ", providers));
        }
        ActiveFault switchedOn = new ActiveFault(lastId.incrementAndGet(), fault, options);
        active.add(switchedOn);
        return switchedOn;
    }

    private static void refuseUnknown(ObjectNode wanted, List<Option> all) {
        List<String> names = Stream.concat(Stream.of("fault"), all.stream().map(Option::name))
                .toList();
        wanted.fieldNames().forEachRemaining(field -> {
            if (!names.contains(field)) {
                throw new IllegalArgumentException(
                        "unknown option '" + field + "'; known: " + String.join(", ", names));
            }
        });
    }

    private static JsonNode otherwise(Option option) {
        try {
            return Json.MAPPER.readTree(option.otherwise());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(option.name(), e);
        }
    }

    List<ActiveFault> active() {
        active.removeIf(ActiveFault::isSpent);
        return List.copyOf(active);
    }

    void clear() {
        active.clear();
    }

    /** False where no active fault has the id. */
    boolean clear(int id) {
        return active.removeIf(fault -> fault.id() == id);
    }

    /** The simulator's answer, after all that fits has been done to it. */
    Answer answer(Request request, Simulator simulator, List<String> applied) {
        return active.isEmpty() ? simulator.answer(request) : answer(request, simulator, applied, active(), 0);
    }

    private Answer answer(
            Request request, Simulator simulator, List<String> applied, List<ActiveFault> faults, int from) {
        for (int i = from; i < faults.size(); i++) {
            ActiveFault fault = faults.get(i);
            if (fault.takes(request, simulator)) {
                int rest = i + 1;
                applied.add(fault.fault().name());
                return fault.fault()
                        .effect()
                        .apply(new FaultCall(
                                request,
                                simulator,
                                fault.options(),
                                next -> answer(next, simulator, applied, faults, rest)));
            }
        }
        return simulator.answer(request);
    }
}

package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault that is switched on, and for how many more calls. */
final class ActiveFault {

    private final int id;
    private final KnownFault fault;
    private final Map<String, JsonNode> options;
    private final AtomicInteger seen = new AtomicInteger();

    ActiveFault(int id, KnownFault fault, Map<String, JsonNode> options) {
        this.id = id;
        this.fault = fault;
        this.options = Map.copyOf(options);
    }

    int id() {
        return id;
    }

    KnownFault fault() {
        return fault;
    }

    Map<String, JsonNode> options() {
        return options;
    }

    /** Whether the call is one of those it is for; counts it. */
    boolean takes(Request request, Simulator simulator) {
        if (!fits(text("provider"), simulator.name()) || !fitsPath(request.path()) || isSpent()) {
            return false;
        }
        if (!text("caller").isEmpty() && !text("caller").equals(simulator.caller(request))) {
            return false;
        }
        int earlier = seen.getAndIncrement();
        return earlier >= number("after") && (number("times") < 0 || earlier < number("after") + number("times"));
    }

    boolean isSpent() {
        return number("times") >= 0 && seen.get() >= number("after") + number("times");
    }

    private boolean fitsPath(String path) {
        String wanted = text("path");
        return wanted.endsWith("*") ? path.startsWith(wanted.substring(0, wanted.length() - 1)) : fits(wanted, path);
    }

    private static boolean fits(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }

    private String text(String option) {
        return Objects.requireNonNull(options.get(option), option).asText();
    }

    private int number(String option) {
        return Objects.requireNonNull(options.get(option), option).asInt();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id).put("fault", fault.name());
        options.forEach(json::set);
        return json.put("seen", seen.get());
    }
}

package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a user switches over HTTP.
 *
 * <ul>
 *   <li>{@code GET /sandbox/faults}: active and known faults with their options. {@code POST}: switches one on, e.g.
 *       {@code {"provider": "infobip", "fault": "rate-limited", "times": 3, "retryAfter": 2}}; 201, or 400 with what
 *       would have been right. {@code DELETE}: clears all; {@code DELETE /sandbox/faults/{id}}: one.
 *   <li>{@code GET /sandbox/accounts/{provider}}: all; {@code POST}: adds or replaces the account in the body;
 *       {@code POST ?count=n}: replaces Infobip's list by n generated accounts. {@code PATCH …/{id}}: sets the fields in
 *       the body, removes those that are null. {@code DELETE …/{id}}: removes the account. 404 for an unknown one.
 *   <li>{@code GET /sandbox/requests}: how many calls have come, and the last of them. {@code DELETE}: forgets them.
 * </ul>
 *
 * <p>Every other path below {@code /sandbox} answers 404 and is counted as a call to {@code sandbox}: nobody should
 * have been led there.
 */
final class Controls {

    private final Map<String, Simulator> simulators;
    private final Faults faults;
    private final RequestLog log;

    Controls(Map<String, Simulator> simulators, Faults faults, RequestLog log) {
        this.simulators = simulators;
        this.faults = faults;
        this.log = log;
    }

    Answer answer(Request request) {
        List<String> path = Stream.of(request.path().split("/"))
                .filter(part -> !part.isEmpty())
                .skip(1)
                .toList();
        try {
            return switch (path.isEmpty() ? "" : path.get(0)) {
                case "faults" -> faults(request, path.size() > 1 ? path.get(1) : "");
                case "accounts" -> accounts(request, path);
                case "requests" -> requests(request);
                default -> stray(request);
            };
        } catch (IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        }
    }

    private static Answer problem(int status, String what) {
        return Answer.json(status, Json.object().put("error", what));
    }

    private static Answer done() {
        return Answer.text(204, "");
    }

    private Answer stray(Request request) {
        log.add("sandbox", request, "", 404, List.of());
        return problem(404, "known: /sandbox/faults, /sandbox/accounts/{provider}, /sandbox/requests");
    }

    private Answer faults(Request request, String id) {
        return switch (request.method()) {
            case "POST" ->
                Answer.json(201, faults.activate(Json.object(request.body())).toJson());
            case "DELETE" -> clear(id);
            case "GET" -> faults();
            default -> problem(405, "GET, POST or DELETE");
        };
    }

    private Answer clear(String id) {
        if (id.isEmpty()) {
            faults.clear();
            return done();
        }
        return id.matches("[0-9]{1,9}") && faults.clear(Integer.parseInt(id))
                ? done()
                : problem(404, "no active fault " + id);
    }

    private Answer faults() {
        ObjectNode body = Json.object();
        ArrayNode active = body.putArray("active");
        faults.active().forEach(fault -> active.add(fault.toJson()));
        body.set("common", Json.MAPPER.valueToTree(Faults.COMMON));
        ObjectNode known = body.putObject("known");
        Faults.KNOWN.forEach((name, fault) -> known.putObject(name)
                .put("what", fault.what())
                .set("options", Json.MAPPER.valueToTree(fault.options())));
        return Answer.json(200, body);
    }

    private Answer accounts(Request request, List<String> path) {
        Simulator simulator = path.size() < 2 ? null : simulators.get(path.get(1));
        if (simulator == null) {
            return problem(404, "known providers: " + String.join(", ", simulators.keySet()));
        }
        AccountStore accounts = simulator.accounts();
        if (path.size() == 2) {
            return all(request, simulator);
        }
        String id = path.get(2);
        boolean known =
                switch (request.method()) {
                    case "PATCH" -> accounts.update(id, Json.object(request.body()));
                    case "DELETE" -> accounts.remove(id);
                    default -> throw new IllegalArgumentException("PATCH or DELETE");
                };
        return known ? done() : problem(404, "no account " + id);
    }

    private static Answer all(Request request, Simulator simulator) {
        String count = request.query().get("count");
        if (request.method().equals("POST") && count != null) {
            if (!(simulator instanceof Infobip infobip) || !count.matches("[0-9]{1,7}")) {
                throw new IllegalArgumentException("count: up to 9999999, of Infobip's accounts");
            }
            infobip.generate(Integer.parseInt(count));
            return done();
        }
        if (request.method().equals("POST")) {
            simulator.accounts().put(Json.object(request.body()));
            return done();
        }
        return Answer.of(
                200,
                "application/json",
                RowsContent.of("{\"items\":[", simulator.accounts().all(), RowWriter.JSON, ",", "]}"));
    }

    private Answer requests(Request request) {
        if (request.method().equals("DELETE")) {
            log.clear();
            return done();
        }
        ObjectNode body = Json.object();
        body.set("counts", Json.MAPPER.valueToTree(log.counts()));
        ArrayNode last = body.putArray("requests");
        log.entries().forEach(entry -> {
            ObjectNode item = last.addObject()
                    .put("time", entry.time().toString())
                    .put("provider", entry.provider())
                    .put("method", entry.method())
                    .put("path", entry.path());
            item.set("query", Json.MAPPER.valueToTree(entry.query()));
            item.put("caller", entry.caller()).put("credential", entry.credential());
            item.set("headers", Json.MAPPER.valueToTree(entry.headers()));
            item.put("status", entry.status()).set("faults", Json.MAPPER.valueToTree(entry.faults()));
        });
        return Answer.json(200, body);
    }
}

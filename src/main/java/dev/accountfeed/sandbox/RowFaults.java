package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/** Faults of the accounts in an answer that is otherwise well formed. */
final class RowFaults {

    private static final Option EVERY = Option.number("every", "1", "1 for all rows, 2 for the first, the third, …");

    static final List<KnownFault> ALL = List.of(
            KnownFault.of(
                    "empty-list",
                    "no rows; an empty object for a single account",
                    call -> rows(call, rows -> rows.first(0))),
            KnownFault.of(
                    "partial-list",
                    "only the first rows of a list",
                    call -> rows(call, rows -> rows.first(call.number("rows"))),
                    Option.number("rows", "1", "how many remain")),
            KnownFault.of(
                    "missing-fields",
                    "rows without a field",
                    call -> each(call, (row, index) -> row.remove(List.of(field(call, call.text("field"))))),
                    Option.text("field", "\"id\"", "id, name, status, number or a field's own name"),
                    Option.number("every", "2", "1 for all rows, 2 for the first, the third, …")),
            KnownFault.of(
                    "wrong-type",
                    "fields of another JSON type",
                    call -> each(call, (row, index) -> mistype(call, row)),
                    Option.text("field", "\"all\"", "all, id, name, status, number or a field's own name"),
                    EVERY),
            KnownFault.of(
                    "another-account",
                    "the answer is about another account",
                    call -> each(call, (row, index) -> {
                        if (index == 0) {
                            set(call, row, "id", call.text("account"));
                        }
                    }),
                    Option.text("account", "\"9999999\"", "its id")),
            KnownFault.of(
                    "duplicate-rows",
                    "the first row once more at the end",
                    call -> rows(call, rows -> rows.plus(again(call, rows))),
                    Option.flag("different", "true", "the second one has another name")),
            KnownFault.of(
                    "duplicate-keys",
                    "the same field twice in a row, with two values",
                    call -> each(call, (row, index) -> {
                        String status = call.fields().status();
                        String json = row.path(status) + ",\"" + status + "\":\"twice\"";
                        String text = row.path(status).asText();
                        row.set(status, Raw.of(json, text + "</" + status + "><" + status + ">twice"));
                    }),
                    EVERY),
            KnownFault.of("nan", "NaN for a number", call -> number(call, "NaN"), EVERY),
            KnownFault.of("huge-number", "1e99999999 for a number", call -> number(call, "1e99999999"), EVERY),
            KnownFault.of(
                    "deep-json",
                    "an unknown field that is nested deeply",
                    call -> each(call, (row, index) -> {
                        int depth = call.number("depth");
                        row.set("deep", Raw.of(nested("[", "]", depth), nested("<d>", "</d>", depth)));
                    }),
                    Option.number("depth", "100000", "levels"),
                    EVERY),
            KnownFault.of(
                    "hostile-ids",
                    "ids that mean something to files, URLs, logs and templates: more rows, or that of a single one",
                    RowFaults::hostile,
                    Option.number("index", "0", "which of them, for a single account")));

    private static final List<String> HOSTILE = List.of(
            "a/b",
            "..",
            "../../etc/passwd",
            "new\nline",
            "A".repeat(10_000),
            "emoji-\uD83D\uDE80",
            "\u202Eright-to-left",
            "%2e%2e%2f",
            " ",
            "${body}{{env:HOME}}",
            "'; DROP TABLE accounts; --",
            "<script>alert(1)</script>",
            "İıSTANBUL");

    private RowFaults() {}

    private static Answer rows(FaultCall call, java.util.function.UnaryOperator<Rows> edit) {
        return call.proceed(call.request().edited(edit));
    }

    private static Answer each(FaultCall call, ObjIntConsumer<ObjectNode> edit) {
        int every = call.options().containsKey("every") ? Math.max(1, call.number("every")) : 1;
        return rows(
                call,
                rows -> rows.map((row, index) -> {
                    if (index % every == 0) {
                        edit.accept(row, index);
                    }
                    return row;
                }));
    }

    private static String field(FaultCall call, String roleOrName) {
        return call.fields().named(roleOrName);
    }

    private static ObjectNode set(FaultCall call, ObjectNode row, String role, String value) {
        String field = field(call, role);
        boolean numeric = row.path(field).isNumber() && value.matches("[0-9]{1,18}");
        return numeric ? row.put(field, Long.parseLong(value)) : row.put(field, value);
    }

    private static void mistype(FaultCall call, ObjectNode row) {
        String wanted = call.text("field");
        List<String> roles = wanted.equals("all") ? List.of("id", "name", "status", "number") : List.of(wanted);
        Consumer<String> change = field -> {
            JsonNode value = row.path(field);
            if (value.isBoolean()) {
                row.put(field, "maybe");
            } else if (value.isNumber()) {
                row.putArray(field).add(value);
            } else if (value.isTextual()) {
                row.putObject(field).set("value", value);
            }
        };
        roles.forEach(role -> change.accept(field(call, role)));
    }

    private static List<ObjectNode> again(FaultCall call, Rows rows) {
        if (rows.list().isEmpty()) {
            return List.of();
        }
        ObjectNode copy = rows.list().get(0).deepCopy();
        return List.of(call.flag("different") ? set(call, copy, "name", "another name") : copy);
    }

    private static Answer number(FaultCall call, String literal) {
        return each(call, (row, index) -> row.set(call.fields().number(), Raw.of(literal, literal)));
    }

    private static String nested(String open, String close, int depth) {
        return open.repeat(depth) + close.repeat(depth);
    }

    private static Answer hostile(FaultCall call) {
        return rows(
                call,
                rows -> rows.single()
                        ? rows.map((row, index) ->
                                set(call, row, "id", HOSTILE.get(call.number("index") % HOSTILE.size())))
                        : rows.plus(IntStream.range(0, HOSTILE.size())
                                .mapToObj(index -> example(call, rows, index))
                                .toList()));
    }

    private static ObjectNode example(FaultCall call, Rows rows, int index) {
        ObjectNode row =
                rows.list().isEmpty() ? Json.object() : rows.list().get(0).deepCopy();
        set(call, row, "name", "hostile " + index);
        return set(call, row, "id", HOSTILE.get(index));
    }
}

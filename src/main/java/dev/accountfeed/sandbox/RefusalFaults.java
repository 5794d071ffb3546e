package dev.accountfeed.sandbox;

import java.util.List;

/** Faults in which the provider, or what stands before it, says no. */
final class RefusalFaults {

    private static final Option STATUS = Option.number("status", "-1", "HTTP status instead of the usual one");
    private static final Option CODE = Option.text("code", "\"\"", "in the body; Voximplant then answers with 200");
    private static final Option TEXT = Option.text("text", "\"\"", "in the body");
    private static final Option FORM =
            Option.text("form", "\"\"", "Infobip: requestError, ApiException, errorCode; Voximplant: error, errors");
    private static final Option FIELD = Option.text("field", "\"\"", "Voximplant's field_name");
    private static final Option RETRY_AFTER = Option.seconds("retryAfter", "1", "in Retry-After, and in 416's text");
    private static final Option NO_RETRY_AFTER = Option.seconds("retryAfter", "-1", "in Retry-After; none below 0");

    static final List<KnownFault> ALL = List.of(
            KnownFault.of(
                    "rate-limited",
                    "429 with Retry-After; with a code, what Voximplant says in a 200",
                    call -> retryAfter(call, refuse(call, "rate-limited")),
                    RETRY_AFTER,
                    STATUS,
                    CODE,
                    TEXT,
                    FORM,
                    FIELD),
            KnownFault.of(
                    "unavailable",
                    "503 as of a load balancer, not in the provider's form",
                    call -> retryAfter(call, call.text(503, "text/plain", "Service Unavailable\n")),
                    NO_RETRY_AFTER),
            refusal("server-error", "500 in the provider's form"),
            KnownFault.of(
                    "bad-gateway-html",
                    "502 with an HTML page",
                    call -> call.text(
                            502,
                            "text/html",
                            "<html><head><title>502 Bad Gateway</title></head>"
                                    + "<body><center><h1>502 Bad Gateway</h1></center></body></html>\n")),
            refusal("unauthorized", "401 in the provider's form"),
            refusal("forbidden", "403 in the provider's form"),
            refusal("token-expired", "Voximplant's 456 in a 200; elsewhere 401"),
            refusal("token-issued-in-future", "Voximplant's 455 in a 200; elsewhere 401"),
            KnownFault.of(
                    "error-in-200",
                    "any error code of the provider, in a 200",
                    call -> refuse(call, "server-error").status(200),
                    CODE,
                    RETRY_AFTER,
                    STATUS,
                    TEXT,
                    FORM,
                    FIELD),
            KnownFault.of(
                    "not-found",
                    "404 with the provider's own body, or bare",
                    call -> call.flag("bare")
                            ? call.text(404, "text/plain", "404 page not found\n")
                            : refuse(call, "not-found"),
                    Option.flag("bare", "false", "a body that is not the provider's"),
                    RETRY_AFTER,
                    STATUS,
                    CODE,
                    TEXT,
                    FORM,
                    FIELD),
            KnownFault.of(
                    "error-form",
                    "refusals that come for another reason are written in another form",
                    call -> call.proceed(hinted(call)),
                    FORM,
                    FIELD),
            KnownFault.of(
                    "redirect",
                    "a redirect, to a place that counts who follows it",
                    call -> call.text(call.number("status"), "text/plain", "").header("Location", call.text("to")),
                    Option.number("status", "302", "301, 302, 303, 307 or 308"),
                    Option.text("to", "\"/sandbox/elsewhere\"", "Location")));

    private RefusalFaults() {}

    private static KnownFault refusal(String kind, String what) {
        return KnownFault.of(kind, what, call -> refuse(call, kind), RETRY_AFTER, STATUS, CODE, TEXT, FORM, FIELD);
    }

    private static Answer refuse(FaultCall call, String kind) {
        ProviderData data = call.simulator().data();
        Refusal usual = data.refusal(kind);
        String code = call.given("code").orElse(usual.code());
        String text = call.given("text").orElseGet(() -> data.messages().getOrDefault(code, usual.text()));
        // A provider with messages by code answers them with 200: its code is the status.
        boolean codeIsStatus = !data.messages().isEmpty() && call.given("code").isPresent();
        int asked = call.number("status");
        int status = asked > 0 ? asked : codeIsStatus ? 200 : usual.status();
        String told = text.replace("{seconds}", call.text("retryAfter"));
        return call.simulator().refuse(hinted(call), new Refusal(status, code, told));
    }

    private static Request hinted(FaultCall call) {
        Request request = call.request();
        for (String hint : List.of("form", "field")) {
            String value = call.text(hint);
            request = value.isEmpty() ? request : request.hinted(hint, value);
        }
        return request;
    }

    private static Answer retryAfter(FaultCall call, Answer answer) {
        boolean told = answer.status() >= 400 && call.number("retryAfter") >= 0;
        return told ? answer.header("Retry-After", call.text("retryAfter")) : answer;
    }
}

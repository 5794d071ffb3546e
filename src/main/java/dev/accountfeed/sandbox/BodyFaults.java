package dev.accountfeed.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults of the body as bytes: it comes whole, but is not what it should be. */
final class BodyFaults {

    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    static final List<KnownFault> ALL = List.of(
            KnownFault.of(
                    "malformed",
                    "a body of the right length that is neither JSON nor XML",
                    call -> edit(call, text -> text.substring(0, text.length() / 2) + "}}]<&")),
            KnownFault.of(
                    "wrong-content-type",
                    "the right body under another type",
                    call -> call.proceed().header("Content-Type", call.text("type")),
                    Option.text("type", "\"text/html\"", "Content-Type")),
            KnownFault.of(
                    "empty-body", "200 and no body", call -> call.proceed().content(Content.of(new byte[0]))),
            KnownFault.of("bom", "a byte order mark before the body", call -> edit(call, text -> "\uFEFF" + text)),
            KnownFault.of(
                    "nul-bytes",
                    "NUL bytes in the middle of the body",
                    call -> edit(call, text -> new StringBuilder(text)
                            .insert(text.length() / 2, "\0".repeat(16))
                            .toString())),
            KnownFault.of(
                    "wrong-charset",
                    "names beyond ASCII in another charset than announced",
                    call -> {
                        String name = call.fields().name();
                        Answer answer = call.proceed(call.request()
                                .edited(rows -> rows.map((row, index) -> row.put(name, "Müller & Søn " + index))));
                        Charset charset = Charset.forName(call.text("charset"));
                        return answer.content(answer.content().mapText(UnaryOperator.identity(), charset));
                    },
                    Option.text("charset", "\"ISO-8859-1\"", "what the bytes really are, e.g. UTF-16LE")),
            KnownFault.of(
                    "oversized",
                    "white space before the right body, without Content-Length",
                    call -> {
                        Answer answer = call.proceed();
                        return answer.content(Bombs.padded(answer.content(), call.large("megabytes")));
                    },
                    Option.number("megabytes", "1100", "of white space")),
            KnownFault.of(
                    "gzip-bomb",
                    "a small body that gzip makes large, whatever the caller accepts",
                    call -> {
                        Answer answer = call.proceed();
                        return answer.header("Content-Encoding", "gzip")
                                .content(Bombs.gzip(answer.content(), call.large("megabytes")));
                    },
                    Option.number("megabytes", "1100", "once unpacked")),
            KnownFault.of(
                    "xml-bomb",
                    "XML whose entities grow to gigabytes",
                    call -> call.proceed()
                            .content(Content.of(Bombs.entities(call.number("levels"))))
                            .header("Content-Type", "application/xml;charset=UTF-8"),
                    Option.number("levels", "10", "of entities, each ten times the one below")),
            KnownFault.of(
                    "external-entity",
                    "XML that asks its reader to fetch something",
                    call -> call.proceed()
                            .content(Content.of(
                                    Bombs.external(call.given("url").orElseGet(() -> elsewhere(call.request())))))
                            .header("Content-Type", "application/xml;charset=UTF-8"),
                    Option.text("url", "\"\"", "what to fetch; a place of the sandbox that counts its callers")));

    private BodyFaults() {}

    private static Answer edit(FaultCall call, UnaryOperator<String> change) {
        Answer answer = call.proceed();
        return answer.content(answer.content().mapText(change, UTF_8));
    }

    private static String elsewhere(Request request) {
        return "http://" + request.header("Host").orElse("127.0.0.1") + "/sandbox/elsewhere";
    }
}

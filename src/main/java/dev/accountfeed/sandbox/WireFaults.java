package dev.accountfeed.sandbox;

import dev.accountfeed.sandbox.Delivery.End;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Faults of time and of the connection: the answer is right, its way is not. */
final class WireFaults {

    static final List<KnownFault> ALL = List.of(
            KnownFault.of(
                    "slow",
                    "waits before the answer begins",
                    call -> {
                        Answer answer = call.proceed();
                        return answer.delivery(answer.delivery().after(call.seconds("seconds")));
                    },
                    Option.seconds("seconds", "5", "before the status line")),
            KnownFault.of(
                    "drip",
                    "sends the body a byte at a time",
                    call -> {
                        Answer answer = call.proceed();
                        return answer.delivery(answer.delivery().dripping(call.seconds("seconds")));
                    },
                    Option.seconds("seconds", "1", "between two bytes")),
            KnownFault.of(
                    "hang",
                    "never answers, or stops in the middle, and keeps the connection open",
                    call -> broken(call, End.SILENCE),
                    Option.text("phase", "\"connect\"", "connect, headers or body")),
            KnownFault.of(
                    "reset",
                    "resets the connection (RST)",
                    call -> broken(call, End.RESET),
                    Option.text("phase", "\"body\"", "connect (once the call is read), headers or body")),
            KnownFault.of(
                    "truncated",
                    "closes the connection (FIN) before all of what Content-Length announced was sent",
                    call -> {
                        Answer answer = call.proceed();
                        double share = call.number("percent") / 100.0;
                        long length = answer.content().length();
                        long sent = length == Content.UNKNOWN ? 1000 : (long) (length * share);
                        return answer.delivery(answer.delivery().ending(End.CLOSE, sent));
                    },
                    Option.number("percent", "50", "of the body that is sent; 1000 bytes of a list that is streamed")),
            KnownFault.of(
                    "garbage",
                    "answers with what is not HTTP",
                    call -> new Answer(
                            0,
                            Map.of(),
                            Content.of("\u0016\u0003\u0001 220 mail.example ESMTP ready\r\n\u0000\u0001\u0002\r\n\r\n"),
                            Delivery.PROPER.withoutHead())),
            KnownFault.of("endless", "a list that never ends, as fast as it is read", call -> call.proceed()
                    .content(Content.of(() -> endless(call.request())))),
            KnownFault.of(
                    "clock-skew",
                    "the provider's clock, with it its Date header, is wrong",
                    call -> {
                        Request request = call.request();
                        return call.proceed(request.at(request.received().plusSeconds(call.number("seconds"))));
                    },
                    Option.seconds("seconds", "300", "ahead; behind below 0")));

    private WireFaults() {}

    private static Answer broken(FaultCall call, End end) {
        Answer answer = call.proceed();
        long length = answer.content().length();
        long bytes =
                switch (call.text("phase")) {
                    case "connect" -> Delivery.BEFORE_HEAD;
                    case "headers" -> 0;
                    default -> length == Content.UNKNOWN ? 1000 : length / 2;
                };
        return answer.delivery(answer.delivery().ending(end, bytes));
    }

    private static Iterator<byte[]> endless(Request request) {
        boolean xml = request.header("Accept").orElse("").contains("xml");
        byte[] head = (xml ? "<accountsResponse><accounts>" : "{\"accounts\":[{}").getBytes(StandardCharsets.UTF_8);
        byte[] more = (xml ? "<account><name>again</name></account>" : ",{\"name\":\"again\"}")
                .repeat(500)
                .getBytes(StandardCharsets.UTF_8);
        return new Iterator<>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                byte[] piece = begun ? more : head;
                begun = true;
                return piece;
            }
        };
    }
}

package dev.accountfeed.sandbox;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what came over the wire into a {@link Request} and has its answer written. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Clock clock;
    private final Function<Request, Answer> application;

    RequestHandler(Clock clock, Function<Request, Answer> application) {
        this.clock = clock;
        this.application = application;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        boolean keepAlive = HttpUtil.isKeepAlive(message);
        AnswerWriter.write(context, answer(message), keepAlive);
    }

    private Answer answer(FullHttpRequest message) {
        if (message.decoderResult().isFailure()) {
            return Answer.text(400, "not HTTP\n");
        }
        Request request = request(message);
        try {
            return application.apply(request);
        } catch (RuntimeException e) {
            LOG.warn("The sandbox could not answer {}", request, e);
            return Answer.text(500, "the sandbox failed: " + e.getClass().getSimpleName() + "\n");
        }
    }

    private Request request(FullHttpRequest message) {
        QueryStringDecoder uri = new QueryStringDecoder(message.uri(), StandardCharsets.UTF_8);
        Map<String, String> query = new TreeMap<>();
        uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return new Request(
                message.method().name(),
                uri.path(),
                query,
                headers,
                message.content().toString(StandardCharsets.UTF_8),
                clock.instant(),
                Rows.AS_THEY_ARE,
                Map.of());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing follows the closing
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A caller that gives up in the middle of an endless body is what the fault is for.
        context.close();
    }
}

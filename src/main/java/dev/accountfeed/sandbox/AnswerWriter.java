package dev.accountfeed.sandbox;

import dev.accountfeed.sandbox.Delivery.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;

/** Writes an answer the way its {@link Delivery} says. */
// A write that fails has lost its reader: there is nobody left to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswerWriter {

    private AnswerWriter() {}

    static void write(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        long delay = answer.delivery().delay().toNanos();
        if (delay > 0) {
            context.executor().schedule(() -> begin(context, answer, keepAlive), delay, TimeUnit.NANOSECONDS);
        } else {
            begin(context, answer, keepAlive);
        }
    }

    private static void begin(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        Delivery delivery = answer.delivery();
        if (delivery.endAfter() == Delivery.BEFORE_HEAD) {
            end(context, delivery.end());
        } else if (delivery.raw()) {
            // From below the codec, which would only let HTTP pass.
            ChannelHandlerContext wire = context.pipeline().firstContext();
            wire.writeAndFlush(Unpooled.wrappedBuffer(answer.content().whole()))
                    .addListener(sent -> end(context, delivery.end()));
        } else if (delivery.equals(Delivery.PROPER) && answer.content().length() != Content.UNKNOWN) {
            small(context, answer, keepAlive);
        } else {
            head(context, answer, keepAlive);
        }
    }

    private static void small(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.content().whole()));
        headers(response, answer, keepAlive);
        finish(context.writeAndFlush(response), keepAlive);
    }

    private static void head(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        headers(response, answer, keepAlive);
        context.write(response);
        Delivery delivery = answer.delivery();
        BodyInput body = new BodyInput(answer.content().pieces(), delivery.endAfter());
        if (!delivery.perByte().isZero()) {
            context.flush();
            drip(context, answer, body, keepAlive);
            return;
        }
        context.writeAndFlush(body).addListener(sent -> {
            if (sent.isSuccess()) {
                finish(context, delivery, keepAlive);
            }
        });
    }

    private static void drip(ChannelHandlerContext context, Answer answer, BodyInput body, boolean keepAlive) {
        ByteBuf next = body.nextByte();
        if (!context.channel().isActive() || next == null) {
            finish(context, answer.delivery(), keepAlive);
            return;
        }
        context.writeAndFlush(next);
        long pause = answer.delivery().perByte().toNanos();
        context.executor().schedule(() -> drip(context, answer, body, keepAlive), pause, TimeUnit.NANOSECONDS);
    }

    private static void finish(ChannelHandlerContext context, Delivery delivery, boolean keepAlive) {
        if (delivery.end() == End.PROPER) {
            finish(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
        } else {
            end(context, delivery.end());
        }
    }

    private static void finish(ChannelFuture written, boolean keepAlive) {
        if (!keepAlive) {
            written.addListener(sent -> written.channel().close());
        }
    }

    private static void end(ChannelHandlerContext context, End how) {
        Channel channel = context.channel();
        switch (how) {
            case CLOSE -> channel.close();
            case RESET -> {
                // Closing with no time to linger sends RST instead of FIN.
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
            case SILENCE, PROPER -> {
                // The connection stays as it is.
            }
        }
    }

    private static void headers(HttpMessage response, Answer answer, boolean keepAlive) {
        answer.headers().forEach(response.headers()::set);
        long length = answer.content().length();
        if (length == Content.UNKNOWN) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (answer.status() != 204) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}

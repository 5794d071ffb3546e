package dev.accountfeed.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The first so many bytes of a body, asked for by the connection when it has room. */
final class BodyInput implements ChunkedInput<ByteBuf> {

    private final Iterator<byte[]> pieces;
    private long left;
    private long sent;
    private ByteBuf current = Unpooled.EMPTY_BUFFER;

    BodyInput(Iterator<byte[]> pieces, long most) {
        this.pieces = pieces;
        this.left = most;
    }

    private boolean hasMore() {
        while (left > 0 && !current.isReadable() && pieces.hasNext()) {
            current = Unpooled.wrappedBuffer(pieces.next());
        }
        return left > 0 && current.isReadable();
    }

    private ByteBuf take(int most) {
        ByteBuf slice = current.readRetainedSlice((int) Math.min(Math.min(most, left), current.readableBytes()));
        left -= slice.readableBytes();
        sent += slice.readableBytes();
        return slice;
    }

    /** Null at the end. */
    @Nullable
    ByteBuf nextByte() {
        return hasMore() ? take(1) : null;
    }

    @Override
    public boolean isEndOfInput() {
        return !hasMore();
    }

    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) {
        return hasMore() ? take(Integer.MAX_VALUE) : null;
    }

    @Override
    public @Nullable ByteBuf readChunk(ChannelHandlerContext context) {
        return readChunk(context.alloc());
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public long progress() {
        return sent;
    }

    @Override
    public void close() {
        left = 0;
    }
}

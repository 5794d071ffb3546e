package dev.accountfeed.sandbox;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * HTTP/1.1 on the loopback address.
 *
 * <p>Netty by itself, which Camel's HTTP server brings along: it lets go of a connection at any byte, with FIN or RST,
 * and of the rules of HTTP where a fault breaks them; it writes a list of any length as fast as it is read. The JDK's
 * server can do neither, and Vert.x only through what it does not publish.
 */
final class SandboxServer {

    private static final int THREADS = 2;
    private static final int MAX_REQUEST = 64 * 1024 * 1024;

    private final EventLoopGroup group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("sandbox", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ServerBootstrap bootstrap;
    private Channel listener;

    SandboxServer(int port, Clock clock, Function<Request, Answer> application) {
        bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST))
                                .addLast(new ChunkedWriteHandler())
                                .addLast(new RequestHandler(clock, application));
                    }
                });
        listener = listen(port);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing follows the shutdown
    private Channel listen(int port) {
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, new IOException(bound.cause()));
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Ends all connections and refuses new ones. */
    void down() {
        listener.close().syncUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    /** Listens again, at the port it had. */
    void up(int port) {
        listener = listen(port);
    }

    void close() {
        down();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}

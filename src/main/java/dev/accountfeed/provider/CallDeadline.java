package dev.accountfeed.provider;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that are not through in time, wherever they are: connecting, waiting or reading.
 *
 * <p>A socket's timeout counts from byte to byte: a server that drips holds a call for ever. So the thread's calls
 * are given a moment at which their connection is closed under them.
 */
public final class CallDeadline implements HttpClientConfigurer, ExecChainHandler, AutoCloseable {

    private final Clock clock;

    @SuppressWarnings("ThreadLocalUsage") // one for each client, and there is one client
    private final ThreadLocal<Watch> watches = new ThreadLocal<>();

    private final ScheduledThreadPoolExecutor timer;

    public CallDeadline(Clock clock) {
        this.clock = clock;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "call-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Watches over the calls of this thread until the watch is closed. */
    public Watch watch(Instant deadline) {
        Watch watch = new Watch();
        Duration left = Duration.between(clock.instant(), deadline);
        watch.alarm = timer.schedule(watch::expire, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        watches.set(watch);
        return watch;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("deadline", this);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Watch watch = watches.get();
        if (watch != null && scope.originalRequest instanceof Cancellable call) {
            watch.begin(call);
        }
        return chain.proceed(request, scope);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One poll's time. */
    public final class Watch implements AutoCloseable {

        private @Nullable Future<?> alarm;
        private @Nullable Cancellable call;
        private @Nullable Thread waiting;
        private boolean last;
        private boolean expired;

        private synchronized void begin(Cancellable next) {
            waiting = null;
            call = next;
            if (expired) {
                next.cancel();
            }
        }

        /** From now to the next call this thread only waits: the end of its time interrupts it. */
        public synchronized void waits() {
            waiting = Thread.currentThread();
            call = null;
            if (last) {
                wake();
            }
        }

        /** Whatever comes now is no waiting, and is not interrupted. */
        public synchronized void works() {
            waiting = null;
            Thread.interrupted();
        }

        /** Ends the call under way: closing its body alone would read it to its end. */
        public synchronized void abandon() {
            if (call != null) {
                call.cancel();
            }
        }

        /** Lets the call under way come to its end, and begins no other. */
        public synchronized void last() {
            last = true;
            wake();
        }

        /** Ends the call under way, and every further one. */
        public synchronized void expire() {
            expired = true;
            last();
            abandon();
        }

        private void wake() {
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        /** Whether calls were ended, or would be. */
        public synchronized boolean isExpired() {
            return expired;
        }

        /** Whether no further call may begin. */
        public synchronized boolean isLast() {
            return last;
        }

        @Override
        public void close() {
            works();
            watches.remove();
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }
}

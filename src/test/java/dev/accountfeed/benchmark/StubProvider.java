package dev.accountfeed.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Both providers, as fast as sockets are: a process of its own, which prints its port and ends with its input.
 *
 * <p>{@code /same/7/GetAccountInfo} is account 7, always the same; {@code /changing/7/…} has another balance at each
 * call; {@code /slow/7/…} takes 200 ms and is noted for {@code /arrivals}; {@code /list/1000/settings/1/accounts} is a
 * list of a thousand, JSON or XML as the call's Accept says. Between {@code /editing/true} and {@code /editing/false}
 * every account, and the first row of a list, is another one at each call. {@code /stats} has the calls so far and the
 * processor's nanoseconds.
 */
final class StubProvider {

    static final int SLOW_MILLIS = 200;

    private static final String ID = "3456750";
    private static final String LIVE = "\"live_balance\":";

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong balance = new AtomicLong();
    private volatile boolean editing;
    private final Queue<String> arrivals = new ConcurrentLinkedQueue<>();
    private final String beforeId;
    private final String beforeBalance;
    private final String behind;

    private StubProvider() throws IOException {
        String account = Files.readString(Path.of("src/test/resources/seeds/voximplant-account.json"))
                .strip();
        int id = account.indexOf(ID);
        int live = account.indexOf(LIVE) + LIVE.length();
        beforeId = account.substring(0, id);
        beforeBalance = account.substring(id + ID.length(), live);
        behind = account.substring(account.indexOf('}', live));
    }

    public static void main(String[] arguments) throws IOException {
        StubProvider provider = new StubProvider();
        try (ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            start(() -> {
                while (true) {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    start(() -> provider.serve(socket));
                }
            });
            System.out.println(server.getLocalPort());
            while (System.in.read() >= 0) {
                // Whoever started this has not ended.
            }
        }
        System.exit(0);
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException | InterruptedException e) {
                // The caller has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 8192)) {
            StringBuilder head = new StringBuilder();
            while (head(in, head)) {
                String request = head.toString();
                int length = request.indexOf("ontent-Length: ");
                if (length >= 0) {
                    in.skipNBytes(Integer.parseInt(request.substring(length + 15, request.indexOf('\r', length))));
                }
                answer(
                        request,
                        request.substring(request.indexOf(' ') + 2).split("[/ ?]", 3),
                        socket.getOutputStream());
            }
        }
    }

    /** Whether there was another request; its body follows. */
    private static boolean head(InputStream in, StringBuilder head) throws IOException {
        head.setLength(0);
        int newLines = 0;
        while (newLines < 2) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
            newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
        }
        return true;
    }

    private void answer(String request, String[] path, OutputStream out) throws IOException, InterruptedException {
        switch (path[0]) {
            case "stats" -> body(out, calls + " " + cpu());
            case "arrivals" -> body(out, arrivals());
            case "editing" -> {
                editing = Boolean.parseBoolean(path[1]);
                body(out, "");
            }
            case "list" -> {
                int call = (int) calls.incrementAndGet();
                new AccountList(Integer.parseInt(path[1]), request.contains("application/xml"), editing ? call : 0)
                        .write(out);
            }
            default -> account(path[0], path[1], out);
        }
    }

    private void account(String kind, String number, OutputStream out) throws IOException, InterruptedException {
        calls.incrementAndGet();
        if (kind.equals("slow")) {
            arrivals.add(number + " " + System.currentTimeMillis());
            Thread.sleep(SLOW_MILLIS);
        }
        String money = editing || kind.equals("changing") ? balance.incrementAndGet() + ".35" : "19772.35";
        body(out, beforeId + (1_000_000 + Integer.parseInt(number)) + beforeBalance + money + behind);
    }

    private String arrivals() {
        StringBuilder lines = new StringBuilder();
        for (String line = arrivals.poll(); line != null; line = arrivals.poll()) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void body(OutputStream out, String body) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    }
}

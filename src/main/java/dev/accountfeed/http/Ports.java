package dev.accountfeed.http;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out whether the servers can have their ports: Camel only logs that they cannot, and goes on without them. */
public final class Ports {

    private final Path file;
    private final BinaryOperator<String> settings;

    /**
     * @param file of the settings
     * @param settings the value of the key that is the first argument, or else the second one
     */
    public Ports(Path file, BinaryOperator<String> settings) {
        this.file = file;
        this.settings = settings;
    }

    /** One finding for each server that something is in the way of. */
    public List<Finding> taken() {
        List<Finding> findings = new ArrayList<>();
        check("camel.server", findings);
        check("camel.management", findings);
        return findings;
    }

    private void check(String server, List<Finding> findings) {
        String port = settings.apply(server + ".port", "0");
        if (!settings.apply(server + ".enabled", "false").equals("true") || !port.matches("[1-9][0-9]{0,4}")) {
            return;
        }
        String host = settings.apply(server + ".host", "127.0.0.1");
        InetAddress address = own(host);
        if (address == null) {
            findings.add(SettingsReader.at(
                    file,
                    server + ".host",
                    "`" + host + "` is no address of this machine; write one, or 127.0.0.1 for callers on this machine"
                            + " alone, or 0.0.0.0 for all"));
            return;
        }
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(port), 1, address)) {
            socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            findings.add(SettingsReader.at(
                    file,
                    server + ".port",
                    "port " + port + " of " + host + " cannot be used (" + e.getMessage()
                            + "); stop what listens there, or choose another `" + server + ".port`"));
        }
    }

    /** An address of this machine; null where it is none. */
    private static @Nullable InetAddress own(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean own = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
            return own ? address : null;
        } catch (IOException e) {
            return null;
        }
    }
}

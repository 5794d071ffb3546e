package dev.accountfeed.faults;

import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import dev.accountfeed.RunningFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stops another process at a step: the hook of tests that kill it there, which the product knows nothing of. */
public final class Debugger {

    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Starts a service, which has to take the option, and returns when it stands still at the step. */
    public static void startTo(Step step, Start service) throws Exception {
        int port = RunningFeed.freePort();
        service.with("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> attach(port), found -> found != null)
                .runTo(step, Duration.ofSeconds(60));
    }

    /** Starts a process. */
    @FunctionalInterface
    public interface Start {
        void with(String option) throws Exception;
    }

    /** Null until the process listens. */
    private static @Nullable Debugger attach(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        try {
            return new Debugger(connector.attach(arguments));
        } catch (IOException e) {
            return null; // it does not listen yet
        }
    }

    /** Lets the process go on until it comes to the step for the last of its passes; it stands still there. */
    private void runTo(Step step, Duration patience) throws Exception {
        for (String name : List.of(step.className(), step.className() + "$*")) {
            ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(name);
            loaded.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            loaded.enable();
        }
        machine.resume();
        int left = step.passes();
        long end = System.nanoTime() + patience.toNanos();
        while (left > 0) {
            EventSet events = machine.eventQueue().remove(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            if (events == null) {
                throw new AssertionError("never came to: " + step);
            }
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepared) {
                    step.places(prepared.referenceType()).forEach(this::stopAt);
                } else if (event instanceof BreakpointEvent) {
                    left--;
                }
            }
            if (left > 0) {
                events.resume();
            }
        }
    }

    private void stopAt(Location place) {
        BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(place);
        stop.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        stop.enable();
    }
}

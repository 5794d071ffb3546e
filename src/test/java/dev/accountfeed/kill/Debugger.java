package dev.accountfeed.kill;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stops another process at a step: the hook of tests that kill it there, which the product knows nothing of. */
public final class Debugger {

    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Starts a service, which has to take the option, and returns when it stands still at the step. */
    public static void startTo(Step step, Start service) throws Exception {
        ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("timeout").setValue(Long.toString(Duration.ofSeconds(60).toMillis()));
        // The service calls us: a port that it would have to listen on may be taken before it does.
        String address = connector.startListening(arguments);
        try {
            service.with("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address);
            new Debugger(connector.accept(arguments)).runTo(step, Duration.ofSeconds(60));
        } finally {
            connector.stopListening(arguments);
        }
    }

    /** Starts a process. */
    @FunctionalInterface
    public interface Start {
        void with(String option) throws Exception;
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

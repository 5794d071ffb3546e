package dev.accountfeed.faults;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stops another process at a step: the hook of {@link CrashIT}, which the product knows nothing of. */
final class Debugger {

    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** What the other process has to be started with. */
    static String option(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port;
    }

    /** Empty until the process listens. */
    static Debugger attach(int port) throws Exception {
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

    /** Lets the process go on until it comes to the step for the given time; it stands still there. */
    void runTo(Step step, int passes, Duration patience) throws Exception {
        int line = step.line();
        for (String name : List.of(step.className(), step.className() + "$*")) {
            ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(name);
            loaded.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            loaded.enable();
        }
        machine.resume();
        int left = passes;
        long end = System.nanoTime() + patience.toNanos();
        while (left > 0) {
            EventSet events = machine.eventQueue().remove(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            if (events == null) {
                throw new AssertionError("never came to: " + step);
            }
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepared) {
                    stopAt(prepared.referenceType(), line);
                } else if (event instanceof BreakpointEvent) {
                    left--;
                }
            }
            if (left > 0) {
                events.resume();
            }
        }
    }

    private void stopAt(ReferenceType type, int line) {
        List<Location> places = places(type, line);
        if (!places.isEmpty()) {
            BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(places.get(0));
            stop.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            stop.enable();
        }
    }

    private static List<Location> places(ReferenceType type, int line) {
        try {
            return type.locationsOfLine(line);
        } catch (AbsentInformationException e) {
            return List.of(); // made at run time, such as a lambda's class
        }
    }
}

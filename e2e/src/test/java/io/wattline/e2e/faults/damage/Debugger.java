package io.wattline.e2e.faults.damage;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.EventRequest;
import io.wattline.e2e.stack.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Makes a thread of a child JVM throw, through the debugger's interface: no code under test knows of it.
public final class Debugger {

    /// What a JVM needs in its environment to be debugged, on a free loopback port.
    public static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Debugger() {}

    /// Waits until a thread enters the method, and lets it throw an OutOfMemoryError there.
    public static void throwIn(ServiceProcess process, String className, String methodName) throws Exception {
        String port = process.process().output().linesWith("Listening for transport dt_socket").stream()
                .map(line -> line.replaceAll(".*\\D(\\d+)$", "$1"))
                .findFirst()
                .orElseThrow();
        VirtualMachine machine = attach(port);
        try {
            Method method = machine.classesByName(className)
                    .getFirst()
                    .methodsByName(methodName)
                    .getFirst();
            var stop = machine.eventRequestManager().createBreakpointRequest(method.location());
            stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            stop.enable();
            EventSet events = machine.eventQueue().remove(LIMIT.toMillis());
            if (events == null || !(events.eventIterator().next() instanceof BreakpointEvent reached)) {
                throw new AssertionError(className + '.' + methodName + " was not entered");
            }
            stop.disable();
            reached.thread().stop(error(machine, reached.thread()));
        } finally {
            machine.dispose();
        }
    }

    private static VirtualMachine attach(String port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(port);
        return connector.attach(arguments);
    }

    private static ObjectReference error(VirtualMachine machine, ThreadReference thread) throws Exception {
        var type =
                (ClassType) machine.classesByName("java.lang.OutOfMemoryError").getFirst();
        Method constructor = type.concreteMethodByName("<init>", "()V");
        return type.newInstance(thread, constructor, List.of(), ClassType.INVOKE_SINGLE_THREADED);
    }
}

package io.wattline.sim.cli;

/// `java -jar device-sim.jar run | replay | backfill`
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Netty through Unsafe is no faster here (25,000 messages a second either way) and makes JDK 24 and later warn.
        if (System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
        // Named here and not found by its usual name: other modules bring a configuration of their own.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/wattline/sim/cli/logback-device-sim.xml");
        }
        System.exit(SimulatorCommand.commandLine().execute(arguments));
    }
}

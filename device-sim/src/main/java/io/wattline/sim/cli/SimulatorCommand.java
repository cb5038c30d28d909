package io.wattline.sim.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command with its sub-commands.
@Command(
        name = "device-sim",
        description = "A fleet of electric vehicles and their meters, as a load client that counts like an auditor.",
        subcommands = {RunCommand.class, ReplayCommand.class, BackfillCommand.class, PlotCommand.class},
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = SimulatorCommand.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every reading was acknowledged (PUBACK 0x00)",
            "1:some were refused, had no subscriber, or got no PUBACK; the summary says how many",
            "2:an option, a file or a line of it is wrong; nothing was sent",
            "3:the broker could not be reached, or refused the connection",
            "70:a fault of this program",
            "130, 143:stopped by Ctrl-C or SIGTERM, after waiting for acknowledgements and printing the summary"
        })
final class SimulatorCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine() {
        return ReadableConverter.register(new CommandLine(new SimulatorCommand()))
                .setParameterExceptionHandler(SimulatorCommand::explain)
                .setExecutionExceptionHandler((fault, line, _) -> report(fault, line));
    }

    static Execution execution(BrokerOptions broker, OutputOptions output, @Nullable CommandSpec spec) {
        return new Execution(broker, output, Objects.requireNonNull(spec).commandLine());
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "say what to do: run, replay or backfill");
    }

    private static int explain(ParameterException fault, String[] arguments) {
        CommandLine line = fault.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("device-sim: " + fault.getMessage());
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.BAD_INPUT;
    }

    private static int report(Exception fault, CommandLine line) {
        int code = ExitCode.of(fault);
        line.getErr().println("device-sim: " + fault.getMessage());
        if (code == ExitCode.INTERNAL) {
            fault.printStackTrace(line.getErr());
        }
        line.getErr().flush();
        return code;
    }

    /// The version of the jar, which is where it is written down once.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SimulatorCommand.class.getPackage().getImplementationVersion();
            return new String[] {"device-sim " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

package io.wattline.sim.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The output options of a run, common to all commands.
final class OutputOptions {

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Write what became of every reading, as CSV: kind, device_id, timestamp, outcome "
                    + "(OK, NO_SUBSCRIBER, REFUSED, UNKNOWN), its values, its faults, what must come of it.")
    private @Nullable Path ledger;

    @Option(names = "--json", description = "Print the summary as one JSON object on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress on standard error.")
    private boolean quiet;

    @Option(names = "--dry-run", description = "Print the first ten messages instead of sending anything.")
    private boolean dryRun;

    @Nullable
    Path ledger() {
        return ledger;
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean dryRun() {
        return dryRun;
    }
}

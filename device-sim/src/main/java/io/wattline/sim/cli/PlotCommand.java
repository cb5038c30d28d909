package io.wattline.sim.cli;

import io.wattline.sim.plot.FleetPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "plot",
        description = "Draws a day of the fleet beside real measurements, as SVG. Needs no broker.",
        footer = {
            "%nExamples:",
            "  The picture of docs/simulator.md:",
            "    device-sim plot --devices 1000 --day 2026-11-20 --out docs/simulator-day.svg"
        })
final class PlotCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nThe fleet:%n")
    private FleetOptions fleet = new FleetOptions();

    @Option(names = "--day", paramLabel = "DATE", description = "Which day, UTC. Default: ${DEFAULT-VALUE}")
    private LocalDate day = LocalDate.of(2026, 11, 20);

    @Option(
            names = "--samples",
            paramLabel = "FOLDER",
            description = "The repository's samples. Default: ${DEFAULT-VALUE}")
    private Path samples = Path.of("samples");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Written, or written over.")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        try {
            Files.writeString(out, FleetPicture.svg(fleet.settings(), day, samples));
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("the picture cannot be drawn: " + e.getMessage(), e);
        }
    }
}

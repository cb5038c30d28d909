package io.wattline.sim.cli;

import io.wattline.sim.replay.ReplaySettings;
import io.wattline.sim.replay.ReplayWorkload;
import io.wattline.sim.replay.Speed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "replay",
        description = {
            "Sends recorded readings from CSV files, merged by time and moved to the present.",
            "Columns are found by name, which is that of the wire format in snake case: timestamp, meter_id, "
                    + "kwh_consumed_ac, voltage, vehicle_id, kwh_delivered_dc, soc and so on. A line with a meter and a vehicle part is two readings; a blank cell is absent. "
                    + "All files are read and checked before anything is sent."
        },
        footer = {
            "%nExamples:",
            "  A charging session that ends now, as fast as it will go:",
            "    device-sim replay samples/pair_acdc_real.csv",
            "  The same readings each time, so that sending them again adds nothing:",
            "    device-sim replay samples/pair_acdc_real.csv --rebase-end 2026-11-20T15:00:00Z",
            "  Two files together, a minute of data a second:",
            "    device-sim replay meter.csv vehicle.csv --speed 60x"
        })
final class ReplayCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV, UTF-8, with a header line.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--rebase-end",
            paramLabel = "now|INSTANT",
            description = "Where the newest line of all files is moved to, all others keeping their distance. "
                    + "Default: ${DEFAULT-VALUE}")
    private String rebaseEnd = "now";

    @Option(
            names = "--speed",
            paramLabel = "max|realtime|60x",
            converter = SpeedConverter.class,
            description = "Default: ${DEFAULT-VALUE}")
    private Speed speed = Speed.MAX;

    @ArgGroup(validate = false, heading = "%nThe broker:%n")
    private BrokerOptions broker = new BrokerOptions();

    @ArgGroup(validate = false, heading = "%nWhat is told:%n")
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return SimulatorCommand.execution(broker, output, spec).run(ReplayWorkload.read(settings()));
    }

    ReplaySettings settings() {
        return new ReplaySettings(files, rebaseEnd(), speed);
    }

    private @Nullable Instant rebaseEnd() {
        if (rebaseEnd.equals("now")) {
            return null;
        }
        try {
            return Instant.parse(rebaseEnd);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("--rebase-end is now or an instant like 2026-11-20T15:00:00Z", e);
        }
    }

    private static final class SpeedConverter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            try {
                return Speed.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}

package io.wattline.sim.cli;

import io.wattline.sim.replay.ReplaySettings;
import io.wattline.sim.replay.ReplayWorkload;
import io.wattline.sim.replay.Speed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends recorded readings from CSV files, merged by time and moved to the present.",
            "Columns are found by name: timestamp, meter_id, kwh_consumed_ac, voltage, vehicle_id, kwh_delivered_dc, "
                    + "soc, battery_temp. A line with a meter and a vehicle part is two readings; a blank cell is absent. "
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
            defaultValue = "now",
            description = "Where the newest line of all files is moved to, all others keeping their distance. "
                    + "Default: ${DEFAULT-VALUE}")
    private String rebaseEnd = "now";

    @Option(
            names = "--speed",
            paramLabel = "max|realtime|60x",
            defaultValue = "max",
            converter = SpeedConverter.class,
            description = "Default: ${DEFAULT-VALUE}")
    private Speed speed = Speed.MAX;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return SimulatorCommand.execution(broker, output, spec).run(ReplayWorkload.read(settings()));
    }

    ReplaySettings settings() {
        return new ReplaySettings(files, rebaseEnd.equals("now") ? null : Instant.parse(rebaseEnd), speed);
    }

    private static final class SpeedConverter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            return Speed.parse(text);
        }
    }
}

package io.wattline.ingestor;

import io.wattline.runtime.lifecycle.ServiceMain;
import io.wattline.runtime.logging.Logging;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.time.InstantSource;
import java.util.List;

/// Starts an ingestor from the environment; with `retire-group NAME` it ends the sessions of another share group
/// instead, see [GroupRetirement].
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> given = List.of(args);
        if (given.isEmpty()) {
            ServiceMain.run(IngestorConfig::read, config -> Ingestor.start(config, InstantSource.system()));
        } else if (given.size() == 2
                && given.getFirst().equals(GroupRetirement.COMMAND)
                && GroupRetirement.isName(given.getLast())) {
            System.exit(retire(given.getLast()));
        } else {
            System.err.println(
                    "ingestor knows the command retire-group NAME only; it is configured by the environment");
            System.exit(2);
        }
    }

    private static int retire(String group) throws InterruptedException {
        Logging.start();
        RetirementConfig config;
        try {
            config = Settings.read(System.getenv(), RetirementConfig::read);
        } catch (ConfigurationException e) {
            System.err.println("The configuration cannot be used:");
            e.errors().forEach(error -> System.err.println("  " + error));
            return 2;
        }
        return new GroupRetirement(config.ingestor(), group, InstantSource.system())
                .run(config.limit(), System.out, System.err);
    }
}

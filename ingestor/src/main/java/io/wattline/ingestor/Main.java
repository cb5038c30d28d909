package io.wattline.ingestor;

import io.wattline.runtime.lifecycle.ServiceMain;
import java.time.InstantSource;

/// Starts an ingestor from the environment.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(IngestorConfig::read, config -> Ingestor.start(config, InstantSource.system()));
    }
}

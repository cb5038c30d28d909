package io.wattline.query;

import io.wattline.runtime.lifecycle.ServiceMain;
import java.time.InstantSource;

/// The process of a query service: configured by the environment, stopped by SIGTERM, see [ServiceMain].
public final class Main {

    private Main() {}

    /// Starts the service.
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.err.println("query-service takes no arguments; it is configured by the environment");
            System.exit(2);
        }
        ServiceMain.run(QueryConfig::read, config -> QueryService.start(config, InstantSource.system()));
    }
}

package io.wattline.query;

import io.wattline.runtime.access.KeyGeneration;
import io.wattline.runtime.lifecycle.ServiceMain;
import java.time.InstantSource;
import java.util.List;

/// The process of a query service: configured by the environment, stopped by SIGTERM, see [ServiceMain].
public final class Main {

    private Main() {}

    /// Starts the service; with `keygen NAME SCOPES` it makes an API key instead, see [KeyGeneration].
    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && given.getFirst().equals(KeyGeneration.COMMAND)) {
            System.exit(KeyGeneration.run(given.subList(1, given.size()), System.out, System.err));
        }
        if (!given.isEmpty()) {
            System.err.println(
                    "query-service knows the command keygen NAME SCOPES only; it is configured by the environment");
            System.exit(2);
        }
        ServiceMain.run(QueryConfig::read, config -> QueryService.start(config, InstantSource.system()));
    }
}

package io.wattline.runtime.lifecycle;

import io.wattline.runtime.logging.Logging;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The body of a service's `main`.
///
/// Exit codes: 0 after SIGTERM or SIGINT, 1 if the start failed (logged), 2 if the configuration is wrong (listed
/// on standard error, without a stack trace), and whatever a [StartRefusedException] carries.
public final class ServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /// Reads the configuration from the process environment, starts the service and returns; the service's own
    /// threads keep the process alive. Ends the process if the start fails.
    ///
    /// @param reader builds the configuration, see [Settings#read]
    /// @param starter starts the service; what it throws after partly starting, it has closed itself
    public static <C> void run(Function<Settings, C> reader, Function<C, RunningService> starter) {
        Logging.start();
        int exitCode = start(System.getenv(), reader, starter, System.err);
        if (exitCode != 0) {
            Logging.stop();
            System.exit(exitCode);
        }
    }

    static <C> int start(
            Map<String, String> environment,
            Function<Settings, C> reader,
            Function<C, RunningService> starter,
            PrintStream complaints) {
        try {
            C configuration = Settings.read(environment, reader);
            closeAtExit(starter.apply(configuration));
            return 0;
        } catch (ConfigurationException e) {
            complaints.println("The configuration cannot be used:");
            e.errors().forEach(error -> complaints.println("  " + error));
            return 2;
        } catch (StartRefusedException e) {
            LOG.error("start refused: {}", e.getMessage());
            return e.exitCode();
        } catch (RuntimeException e) {
            LOG.error("start failed", e);
            return 1;
        }
    }

    // The JVM ends with 143 after SIGTERM whatever its hooks do; halting is the only way to say that all went well.
    private static void closeAtExit(RunningService service) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.close();
                            LOG.info("stopped");
                            Logging.stop();
                            Runtime.getRuntime().halt(0);
                        },
                        "shutdown"));
    }
}

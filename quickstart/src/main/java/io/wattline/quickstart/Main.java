package io.wattline.quickstart;

import io.wattline.runtime.logging.Logging;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.TemporaryFolder;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Runs the quickstart until its time is up or it is interrupted. Exit codes: 0 all went well, 1 a part did not start,
/// 2 a property is wrong or a port is taken.
public final class Main {

    /// How the name of the folder begins that `quickstart/run` makes.
    private static final String COPY = "wattline-quickstart-";

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // Before the first logger: the parts' own logs are for operators, here they would drown what is shown.
        System.setProperty("logback.configurationFile", "io/wattline/quickstart/quickstart-logback.xml");
        Logging.start();
        ChildProcess.endInOrder();
        System.exit(run(System.out, System.err));
    }

    private static int run(PrintStream out, PrintStream err) throws InterruptedException {
        QuickstartConfig config;
        try {
            config = Settings.read(properties(), QuickstartConfig::read);
        } catch (ConfigurationException e) {
            e.errors().forEach(error -> err.println("quickstart: " + error));
            return 2;
        }
        out.println("Wattline quickstart: loopback only, AUTH off, everything is removed at the end. Starting…");
        var parts = new Parts();
        // Ctrl-C and SIGTERM: the parts are closed in order before the JVM goes.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parts, out), "shutdown"));
        try {
            copyOfTheJars().ifPresent(parts::add);
            Quickstart quickstart = Quickstart.start(config, parts);
            new Show(quickstart, config, parts, out).run();
            return 0;
        } catch (RuntimeException e) {
            // What a signal closes while it is being started or shown fails, as it must.
            if (!parts.isClosed()) {
                err.println("quickstart: " + (e instanceof QuickstartException ? e.getMessage() : e.toString()));
            }
            return 1;
        }
    }

    private static void stop(Parts parts, PrintStream out) {
        out.println("Stopping…");
        parts.close();
        out.println("Everything removed.");
    }

    /// The folder that the jars were copied to in order to run from there, so that a build does not replace what runs.
    private static Optional<TemporaryFolder> copyOfTheJars() {
        return Optional.ofNullable(System.getProperty("quickstart.jars"))
                .map(Path::of)
                .map(Main::copy);
    }

    private static TemporaryFolder copy(Path path) {
        Path name = path.getFileName();
        if (name == null || !name.toString().startsWith(COPY)) {
            throw new IllegalArgumentException(path + " is no folder of the quickstart's");
        }
        return new TemporaryFolder(path);
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(key.toString(), value.toString()));
        return properties;
    }
}

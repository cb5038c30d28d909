package io.wattline.db.command;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;

/// The main class of `db.jar`.
public final class Main {

    private static final String USAGE = """
            usage: java -jar db.jar migrate
                   java -jar db.jar compact [--day DAY] [--table TABLE]
                   java -jar db.jar retain [--confirm]

            migrate   brings a database to the current schema
            compact   rebuilds the keys of days of history that are over
            retain    lists the days that have expired, or drops them all
            More about each: java -jar db.jar COMMAND --help
            """;

    private Main() {}

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/wattline/db/logback-migrate.xml");
        }
        System.exit(run(arguments, System.getenv(), System.out, System.err));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        String command = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (command) {
            case "migrate" -> Migrate.run(rest, environment, out, err);
            case "retain" -> Retain.run(rest, environment, out, err);
            case "compact" -> Compact.run(rest, environment, out, err);
            case "--help" -> {
                out.print(USAGE);
                yield 0;
            }
            default -> {
                err.print(USAGE);
                yield 2;
            }
        };
    }
}

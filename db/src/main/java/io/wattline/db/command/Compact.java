package io.wattline.db.command;

import io.wattline.db.Compaction;
import io.wattline.db.Compaction.Compacted;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTaskException;
import io.wattline.db.DayPartition;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The command `compact`: rebuilds the keys of days of history that are over.
final class Compact {

    private static final String USAGE = """
            usage: java -jar db.jar compact [--day DAY] [--table TABLE]

            Rebuilds the keys of days of history that are over (UTC), which fills the pages that random inserts left
            half empty. Without --day: of every such day that was not compacted yet, oldest first. Nobody waits for it;
            there must be room for a second copy of the largest key. Safe to end at any moment, and to run again.

              --day DAY        one day, for example 2026-11-19, compacted before or not
              --table TABLE    meter_history or vehicle_history (both)

            environment:
              DB_URL           jdbc:postgresql://host:port/database (required)
              DB_USERNAME      wattline_owner, or a user that may become it (required)
              DB_PASSWORD      its password, or its file as DB_PASSWORD_FILE
              COMPACT_WAIT     how long to wait for a transaction that uses a day, PT0S to PT1H (PT60S)
            """;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(60);

    private Compact() {}

    private record Config(DatabaseConfig database, Duration patience) {

        static Config read(Settings settings) {
            return new Config(
                    CommandDatabase.read(settings, "wattline_owner", "wattline-compact", Compaction.TIMEOUTS),
                    CommandDatabase.patience(settings, "COMPACT_WAIT", DEFAULT_WAIT));
        }
    }

    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            out.print(USAGE);
            return 0;
        }
        try {
            CompactSelection selection = CompactSelection.from(arguments);
            Config config = Settings.read(environment, Config::read);
            compact(selection, config.database(), config.patience(), out);
            return 0;
        } catch (ConfigurationException e) {
            CommandDatabase.print(e, err);
            return 2;
        } catch (CompactSelection.Invalid e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        } catch (DatabaseTaskException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static void compact(
            CompactSelection selection, DatabaseConfig database, Duration patience, PrintStream out) {
        try (var compaction = Compaction.open(database, patience)) {
            List<DayPartition> days = new ArrayList<>();
            selection.tables().forEach(table -> days.addAll(selection.daysOf(table, compaction)));
            if (days.isEmpty()) {
                out.println(
                        selection.day() == null ? "nothing to compact" : "there is no partition of " + selection.day());
            }
            for (DayPartition day : days) {
                out.println(day.name() + ": "
                        + compaction.compact(day).map(Compact::describe).orElse("dropped meanwhile"));
            }
        }
    }

    private static String describe(Compacted done) {
        return String.format(
                Locale.ROOT,
                "table %.1f MB, was %.1f; indexes %.1f MB, were %.1f; took %.1f s",
                megabytes(done.after().tableBytes()),
                megabytes(done.before().tableBytes()),
                megabytes(done.after().indexBytes()),
                megabytes(done.before().indexBytes()),
                done.took().toMillis() / 1_000.0);
    }

    private static double megabytes(long bytes) {
        return bytes / 1_000_000.0;
    }
}

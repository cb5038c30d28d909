package io.wattline.db.command;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.ExpiredDays;
import io.wattline.db.ServerHint;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The command `retain`: shows which days have expired by the database's clock, and with `--confirm` drops them.
final class Retain {

    private static final String USAGE = """
            usage: java -jar db.jar retain [--confirm]

            Lists the days of history and quarantine that are older than what is kept, by the database's clock. With
            --confirm: drops them, all of them, oldest first. What is dropped is gone. Ingestors drop at most
            RETENTION_MAX_DROPS days of a table within 24 hours and leave the rest to this command.

            environment:
              DB_URL                jdbc:postgresql://host:port/database (required)
              DB_USERNAME           wattline_owner, or a user that may become it (required)
              DB_PASSWORD           its password, or its file as DB_PASSWORD_FILE
              HISTORY_RETENTION     how long readings are kept, as the ingestors have it (P400D)
              QUARANTINE_RETENTION  how long rejected messages are kept, as the ingestors have it (P30D)
            """;

    private Retain() {}

    private record Config(DatabaseConfig database, Duration history, Duration quarantine) {

        static Config read(Settings settings) {
            return new Config(
                    CommandDatabase.read(settings, "wattline_owner", "wattline-retain", DatabaseTimeouts.DEFAULT),
                    settings.duration(
                            "HISTORY_RETENTION", Duration.ofDays(400), Duration.ofDays(31), Duration.ofDays(36_500)),
                    settings.duration(
                            "QUARANTINE_RETENTION", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(3_650)));
        }

        Duration kept(DayPartitionedTable table) {
            return table == DayPartitionedTable.REJECTED_MESSAGE ? quarantine : history;
        }
    }

    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        List<String> given = List.of(arguments);
        if (given.equals(List.of("--help"))) {
            out.print(USAGE);
            return 0;
        }
        boolean confirmed = given.equals(List.of("--confirm"));
        if (!given.isEmpty() && !confirmed) {
            err.print(USAGE);
            return 2;
        }
        try {
            retain(Settings.read(environment, Config::read), confirmed, out);
            return 0;
        } catch (ConfigurationException e) {
            CommandDatabase.print(e, err);
            return 2;
        } catch (SQLException e) {
            err.println("retain failed, run it again: " + e.getMessage() + ServerHint.of(e));
            return 1;
        }
    }

    private static void retain(Config config, boolean confirmed, PrintStream out) throws SQLException {
        int days = 0;
        try (Connection connection = DataSources.connect(config.database())) {
            for (DayPartitionedTable table : DayPartitionedTable.values()) {
                for (String day : ExpiredDays.of(connection, table, config.kept(table))) {
                    days++;
                    if (confirmed) {
                        ExpiredDays.dropOldest(connection, table, config.kept(table))
                                .ifPresent(name -> out.println("dropped " + name));
                    } else {
                        out.println("expired " + day);
                    }
                }
            }
        }
        if (days == 0) {
            out.println("nothing has expired");
        } else if (!confirmed) {
            out.println("nothing was dropped; with --confirm these " + days + " days are");
        }
    }
}

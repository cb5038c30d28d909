package io.wattline.db.command;

import io.wattline.db.DatabaseTaskException;
import io.wattline.db.MigrationResult;
import io.wattline.db.Migrations;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.util.Map;

/// The command `migrate`: brings a database to the current schema.
final class Migrate {

    private static final String USAGE = """
            usage: java -jar db.jar migrate

            Brings a database to the current schema and makes the login roles wattline_owner, wattline_ingest and
            wattline_query. Safe to run again, and safe to run twice at once.

            environment:
              DB_URL               jdbc:postgresql://host:port/database (required)
              DB_USERNAME          a superuser, or a role with CREATEROLE that owns the database (required)
              DB_PASSWORD          its password
              DB_OWNER_PASSWORD    sets the password of wattline_owner
              DB_INGEST_PASSWORD   sets the password of wattline_ingest
              DB_QUERY_PASSWORD    sets the password of wattline_query
              DB_REPORT_PASSWORD   sets the password of wattline_report
              MIGRATE_WAIT         how long to wait for the database, PT0S to PT1H (PT60S)
            Each password may be given as the path of a file instead: DB_PASSWORD_FILE and so on.
            """;

    private Migrate() {}

    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            out.print(USAGE);
            return 0;
        }
        if (arguments.length != 0) {
            err.print(USAGE);
            return 2;
        }
        try {
            MigrateConfig config = Settings.read(environment, MigrateConfig::read);
            MigrationResult result = new Migrations(config.admin(), config.passwords(), config.patience()).run();
            out.printf("schema is at version %s, %d migrations applied%n", result.version(), result.applied());
            if (!result.rolesAdministered()) {
                out.printf(
                        "%s may not administer roles: they were left as they are%n",
                        config.admin().username());
            }
            return 0;
        } catch (ConfigurationException e) {
            CommandDatabase.print(e, err);
            return 2;
        } catch (DatabaseTaskException e) {
            err.println(e.getMessage());
            return 1;
        }
    }
}

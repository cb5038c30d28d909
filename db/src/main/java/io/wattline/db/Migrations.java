package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings a database to the current schema: roles, grants, then the Flyway migrations as `wattline_owner`, then
/// passwords.
///
/// Idempotent. Two runs at once are serialised by an advisory lock around all of it, besides Flyway's own. The
/// connecting role is a superuser, or has CREATEROLE and owns the database; once the roles exist,
/// `wattline_owner` itself will do.
public final class Migrations {

    /// How long [#migrate] waits for a database that is not there yet, and for another run.
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(60);

    /// For migrations: a migration may rewrite a table, but waits for locks no longer than other sessions.
    public static final DatabaseTimeouts TIMEOUTS = DatabaseTimeouts.ofStatement(Duration.ofMinutes(30));

    private static final long LOCK_KEY = 0x7761_7474_6c69_6e65L;

    private final DatabaseConfig admin;
    private final RolePasswords passwords;
    private final Duration wait;

    /// @param admin whom to connect as; its pool size is not used
    /// @param passwords what to set after migrating
    /// @param wait how long to wait for the database, for another run, and for shared catalogs, each
    public Migrations(DatabaseConfig admin, RolePasswords passwords, Duration wait) {
        this.admin = admin;
        this.passwords = passwords;
        this.wait = wait;
    }

    /// Migrates with the default wait.
    ///
    /// @throws DatabaseTaskException if the database is not at the current schema afterwards
    public static MigrationResult migrate(DatabaseConfig admin, RolePasswords passwords) {
        return new Migrations(admin, passwords, DEFAULT_WAIT).run();
    }

    /// Migrates. Blocks the calling thread; opens at most three connections and closes them.
    ///
    /// @throws DatabaseTaskException if the database is not at the current schema afterwards
    public MigrationResult run() {
        try (Connection connection = new PatientConnection(BoundedWait.of(wait)).open(admin)) {
            lock(connection);
            var bootstrap = new Bootstrap(connection);
            boolean administered = bootstrap.run(BoundedWait.of(wait));
            MigrateResult result = flyway().migrate();
            bootstrap.setPasswords(passwords);
            String version = Optional.ofNullable(result.targetSchemaVersion).orElse(result.initialSchemaVersion);
            return new MigrationResult(result.migrationsExecuted, version, administered);
        } catch (SQLException e) {
            throw new DatabaseTaskException(explain(e), e);
        } catch (FlywayException e) {
            throw new DatabaseTaskException("migration failed: " + e.getMessage(), e);
        }
    }

    /// Polled, because a session that blocks on a lock holds a snapshot, and a migration that builds an index
    /// concurrently would wait for that snapshot. The lock goes with the connection.
    private void lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK_KEY);
            Optional<Boolean> held = BoundedWait.of(wait).forResultOf(() -> {
                try (var result = statement.executeQuery()) {
                    return result.next() && result.getBoolean(1) ? Optional.of(true) : Optional.empty();
                }
            });
            if (held.isEmpty()) {
                throw new DatabaseTaskException(
                        "another migration of this database has been running for " + wait + ": wait for it, or end it",
                        null);
            }
        }
    }

    /// The sessions become the owner as they start, so that no table or function is ever the connecting role's.
    private Flyway flyway() {
        PGSimpleDataSource asOwner = DataSources.unpooled(admin);
        asOwner.setOptions(asOwner.getOptions() + " -c role=" + DatabaseRole.OWNER.roleName());
        return Flyway.configure()
                .dataSource(asOwner)
                .locations("classpath:io/wattline/db/migration")
                .defaultSchema("public")
                .createSchemas(false)
                .cleanDisabled(true)
                .placeholderReplacement(false)
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .loggers("slf4j")
                .load();
    }

    private static String explain(SQLException e) {
        String advice = switch (String.valueOf(e.getSQLState())) {
            case "42501" ->
                ": migrate as a superuser, or as a role with CREATEROLE that owns the database and may administer"
                        + " the wattline roles";
            case "28P01", "28000" -> ": check DB_USERNAME and DB_PASSWORD";
            case "55P03" -> ": something holds a table; run it again when there is less load";
            default -> "";
        };
        return "migration failed (SQLSTATE " + e.getSQLState() + "): " + e.getMessage() + advice;
    }
}

package io.wattline.query.postgres.connection;

import io.wattline.runtime.observe.HealthCheck;

/// The readiness check of the database: it answers, its schema is there and this role may read it.
public final class SchemaProbe implements HealthCheck.Probe {

    // One row of the largest kind of table and one of the smallest, which touches every right this service needs.
    private static final String READABLE = """
            SELECT (SELECT count(*) FROM (SELECT FROM vehicle_live LIMIT 1) AS live)
                 + (SELECT count(*) FROM (SELECT FROM vehicle_meter LIMIT 1) AS mapping)
            """;

    private final QueryDatabase database;

    /// Asks through `database`.
    public SchemaProbe(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public void check() throws HealthCheck.DownException {
        try {
            database.read(jdbc -> jdbc.sql(READABLE).query(Long.class).single());
        } catch (RuntimeException e) {
            throw new HealthCheck.DownException(
                    switch (DatabaseFaults.of(e)) {
                        case AWAY -> "the database does not answer";
                        case TOO_SLOW -> "the database answers too slowly";
                        case NOT_READY -> "the schema or its privileges are not there: run the migration";
                        case OTHER -> "the database answers with an error; the log has it";
                    });
        }
    }
}

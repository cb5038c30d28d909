package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tally of refused connections: it counts on, and never has more than its rows.
class RefusedConnectionsIT {

    private static MigratedDatabase database;
    private static Connection owner;
    private static Connection ingest;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.superuser());
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
    }

    @AfterAll
    static void close() throws SQLException {
        ingest.close();
        owner.close();
        database.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        Sql.execute(owner, "TRUNCATE refused_connection");
    }

    private static void note(String clients, String times) throws SQLException {
        Sql.execute(
                ingest,
                "SELECT note_refused_connections(%1$s, array_fill('not_authorized'::text, ARRAY[cardinality(%1$s)]), %2$s, "
                                .formatted(clients, times)
                        + "array_fill('why'::text, ARRAY[cardinality(%s)]))".formatted(clients));
    }

    @Test
    void countsOn() throws SQLException {
        note("ARRAY['M1', 'M2']", "ARRAY[2, 1]::bigint[]");
        note("ARRAY['M1']", "ARRAY[3]::bigint[]");

        assertThat(Sql.strings(owner, "SELECT client || ' ' || times FROM refused_connection ORDER BY client"))
                .containsExactly("M1 5", "M2 1");
    }

    @Test
    void countsClientsBeyondTenThousandTogether() throws SQLException {
        String many = "(SELECT array_agg('M' || i) FROM generate_series(1, 10010) i)";
        note(many, "array_fill(2::bigint, ARRAY[10010])");
        note("ARRAY['M1', 'new']", "ARRAY[1, 1]::bigint[]");

        assertThat(Sql.strings(owner, "SELECT count(*) || ' ' || sum(times) FROM refused_connection"))
                .containsExactly("10001 20022");
        assertThat(Sql.strings(owner, "SELECT times FROM refused_connection WHERE client = '(others)'"))
                .containsExactly("21");
        assertThat(Sql.strings(owner, "SELECT times FROM refused_connection WHERE client = 'M1'"))
                .containsExactly("3");
    }

    @Test
    void forgetsClientsNotCountedForThirtyDays() throws SQLException {
        note("ARRAY['old']", "ARRAY[1]::bigint[]");
        Sql.execute(
                owner,
                "UPDATE refused_connection SET first_seen = now() - interval '31 days', last_seen = now() - interval '31 days'");
        note("ARRAY['young']", "ARRAY[1]::bigint[]");

        assertThat(Sql.strings(owner, "SELECT client FROM refused_connection")).containsExactly("young");
    }
}

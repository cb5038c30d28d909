package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesIT {

    private static final String FORBIDDEN = "42501";

    private static MigratedDatabase database;
    private static Connection ingest;
    private static Connection query;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (DayPartitionedTable table : DayPartitionedTable.values()) {
            for (int day = -1; day <= 1; day++) {
                DayPartitions.ensure(ingest, table, today.plusDays(day));
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        ingest.close();
        query.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE meter_history SET kwh = 0",
                "DELETE FROM meter_history",
                "TRUNCATE meter_history",
                "SELECT kwh FROM meter_history",
                "SELECT * FROM meter_history",
                "UPDATE vehicle_history SET kwh = 0",
                "DELETE FROM vehicle_history",
                "TRUNCATE vehicle_history",
                "SELECT kwh FROM vehicle_history",
                "DELETE FROM meter_live",
                "TRUNCATE meter_live",
                "DELETE FROM vehicle_live",
                "TRUNCATE vehicle_live",
                "SELECT * FROM vehicle_meter",
                "INSERT INTO vehicle_meter (vehicle_id, meter_id) VALUES ('V', 'M')",
                "UPDATE vehicle_meter SET meter_id = 'M'",
                "DELETE FROM vehicle_meter",
                "SELECT * FROM rejected_message",
                "UPDATE rejected_message SET reason = 'bad_json'",
                "DELETE FROM rejected_message",
                "TRUNCATE rejected_message",
                "SELECT put_mapping('V', 'M', NULL, NULL)",
                "SELECT delete_mappings('V')",
                "DELETE FROM ingestor",
                "TRUNCATE ingestor",
                "DELETE FROM consumer_slot",
                "TRUNCATE consumer_slot",
                "SELECT * FROM meter_hourly",
                "UPDATE meter_hourly SET kwh = 0",
                "SELECT * FROM vehicle_hourly",
                "DELETE FROM vehicle_hourly",
                "SELECT * FROM rollup_dirty",
                "UPDATE rollup_dirty SET hour = hour",
                "DELETE FROM rollup_dirty",
                "TRUNCATE rollup_dirty",
                "UPDATE deferred_reading SET payload = ''",
                "TRUNCATE deferred_reading",
                "UPDATE rollup_state SET closed_before = summed_before",
                "DELETE FROM rollup_state",
                "SELECT resum_rollups(now())",
                "SELECT * FROM voided_reading",
                "SELECT void_readings('{meter}', '{M}', ARRAY[now()], false, 'me', NULL, 'why')",
                "SELECT sum_meter_hour(now(), '{M}')",
                "SELECT sum_vehicle_hour(now(), '{V}')",
                "SELECT meters_of_day(now(), '', 1)",
                "SELECT vehicles_of_day(now(), '', 1)",
                "SELECT take_refresher_turn()",
                "SELECT * FROM matched_hourly",
                "UPDATE matched_hourly SET kwh_ac = 0",
                "SELECT * FROM matched_daily",
                "SELECT * FROM match_dirty",
                "DELETE FROM match_dirty",
                "INSERT INTO match_dirty (vehicle_id, since, until) VALUES ('V', '-infinity', 'infinity')",
                "SELECT mark_matches('{}')",
                "SELECT mark_mapping('V', 'M', '-infinity', 'infinity')",
                "SELECT oldest_history('meter_history')",
                "SELECT * FROM flyway_schema_history",
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
                "CREATE SCHEMA mine",
                "ALTER TABLE meter_history ADD COLUMN mine int",
                "DROP TABLE meter_history",
                "CREATE TRIGGER mine BEFORE INSERT ON meter_live FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE RULE mine AS ON INSERT TO meter_live DO INSTEAD NOTHING",
                "SET ROLE wattline_owner",
                "ALTER ROLE wattline_query SUPERUSER",
                "COPY meter_live TO PROGRAM 'true'",
            })
    void ingestMayNot(String sql) {
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql))).isEqualTo(FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('M', now(), 0, 0)",
                "UPDATE meter_history SET kwh = 0",
                "DELETE FROM meter_history",
                "TRUNCATE meter_history",
                "INSERT INTO vehicle_history (vehicle_id, ts, kwh) VALUES ('V', now(), 0)",
                "UPDATE vehicle_history SET kwh = 0",
                "DELETE FROM vehicle_history",
                "INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at) VALUES ('M', now(), 0, 0, now())",
                "UPDATE meter_live SET kwh = 0",
                "DELETE FROM meter_live",
                "INSERT INTO vehicle_live (vehicle_id, ts, kwh, received_at) VALUES ('V', now(), 0, now())",
                "UPDATE vehicle_live SET kwh = 0",
                "DELETE FROM vehicle_live",
                "INSERT INTO vehicle_meter (vehicle_id, meter_id) VALUES ('V', 'M')",
                "UPDATE vehicle_meter SET meter_id = 'M'",
                "DELETE FROM vehicle_meter",
                "INSERT INTO rejected_message (received_at, source, reason, payload) VALUES (now(), 'mqtt', 'bad_json', '')",
                "DELETE FROM rejected_message",
                "INSERT INTO ingestor (ingestor_id, instance, expires_at) VALUES ('i', gen_random_uuid(), now())",
                "UPDATE ingestor SET expires_at = now()",
                "DELETE FROM ingestor",
                "INSERT INTO consumer_slot (share_group, slot) VALUES ('ingestors', 0)",
                "UPDATE consumer_slot SET draining = true",
                "DELETE FROM consumer_slot",
                "SELECT * FROM share_group",
                "SELECT remove_drained_slot('ingestors', 0, gen_random_uuid())",
                "SELECT forget_dead_ingestors()",
                "INSERT INTO meter_hourly VALUES (now(), 1, 1, 1, 1, 1, 1, 'M', 1)",
                "UPDATE vehicle_hourly SET kwh = 0",
                "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('meter', 'M', '2026-01-01T00:00:00Z')",
                "DELETE FROM rollup_dirty",
                "UPDATE rollup_state SET summed_before = closed_before",
                "INSERT INTO voided_reading (kind, device_id, ts, change, voided_by, reason) VALUES ('meter', 'M', now(), 1, 'me', 'why')",
                "UPDATE voided_reading SET reason = 'other'",
                "DELETE FROM voided_reading",
                "SELECT hold_late_before()",
                "SELECT take_maintenance_turn(gen_random_uuid())",
                "SELECT leave_maintenance_turn(gen_random_uuid())",
                "SELECT advance_rollups('2026-01-01T00:00:00Z')",
                "SELECT sum_closed_hour()",
                "SELECT refresh_rollups(1)",
                "SELECT resum_rollups(now())",
                "SELECT delete_expired_rollups(1)",
                "SELECT ensure_day_partition('meter_history', current_date)",
                "SELECT drop_expired_partition('meter_history', current_date - 100)",
                "SELECT drop_expired_day('meter_history', '100 days', now(), 3)",
                "SELECT * FROM retention_drop",
                "INSERT INTO deferred_reading (reading_id, received_at, day, device_id, kind, source, topic, payload) VALUES (gen_random_uuid(), now(), current_date, 'M', 'meter', 'mqtt', 't', '')",
                "DELETE FROM deferred_reading",
                "SELECT can_write_day('meter_history', current_date)",
                "SELECT * FROM flyway_schema_history",
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "DROP TABLE meter_history",
                "SET ROLE wattline_ingest",
            })
    void queryMayNotEvenInAReadWriteTransaction(String sql) throws SQLException {
        query.setAutoCommit(false);
        try {
            Sql.execute(query, "SET TRANSACTION READ WRITE");
            assertThat(Sql.stateOf(() -> Sql.execute(query, sql))).isEqualTo(FORBIDDEN);
        } finally {
            query.rollback();
            query.setAutoCommit(true);
        }
    }

    @Test
    void onlyTheOwnerMayAccessAPartitionDirectly() throws SQLException {
        String partition = Sql.strings(query, "SELECT min(relname) FROM pg_class WHERE relname LIKE 'meter_history_2%'")
                .getFirst();

        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "DELETE FROM " + partition)))
                .isEqualTo(FORBIDDEN);
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "DROP TABLE " + partition)))
                .isEqualTo(FORBIDDEN);
        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT * FROM " + partition)))
                .isEqualTo(FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('M', now(), 0, 0) ON CONFLICT DO NOTHING RETURNING meter_id, ts",
                "INSERT INTO vehicle_history (vehicle_id, ts, kwh) VALUES ('V', now(), 0) ON CONFLICT DO NOTHING RETURNING vehicle_id, ts",
                "INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at) VALUES ('M', now(), 0, 0, now()) ON CONFLICT (meter_id) DO UPDATE SET ts = excluded.ts WHERE meter_live.ts < excluded.ts",
                "INSERT INTO vehicle_live (vehicle_id, ts, kwh, received_at) VALUES ('V', now(), 0, now()) ON CONFLICT (vehicle_id) DO UPDATE SET ts = excluded.ts WHERE vehicle_live.ts < excluded.ts",
                "INSERT INTO rejected_message (received_at, source, reason, payload) VALUES (now(), 'mqtt', 'bad_json', '')",
                "INSERT INTO ingestor (ingestor_id, instance, expires_at) VALUES ('i', gen_random_uuid(), now()) ON CONFLICT (share_group, ingestor_id) DO UPDATE SET expires_at = excluded.expires_at RETURNING instance",
                "INSERT INTO consumer_slot (share_group, slot) VALUES ('ingestors', 0) ON CONFLICT DO NOTHING",
                "UPDATE consumer_slot SET draining = true WHERE share_group = 'ingestors' AND slot >= 4",
                "SELECT slot FROM consumer_slot WHERE expires_at < clock_timestamp() ORDER BY slot FOR UPDATE SKIP LOCKED",
                "INSERT INTO share_group (share_group) VALUES ('g') ON CONFLICT DO NOTHING",
                "SELECT share_group FROM share_group FOR UPDATE",
                "SELECT lease_runs(now(), interval '10 s')",
                "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('meter', 'M', '2026-01-01T00:00:00Z')",
                "SELECT closed_before, summed_before FROM rollup_state",
                "SELECT hold_late_before()",
                "SELECT take_maintenance_turn(gen_random_uuid())",
                "SELECT leave_maintenance_turn(gen_random_uuid())",
                "SELECT advance_rollups('2026-01-01T00:00:00Z')",
                "SELECT sum_closed_hour()",
                "SELECT refresh_rollups(1)",
                "SELECT delete_expired_rollups(1)",
                "INSERT INTO deferred_reading (reading_id, received_at, day, device_id, kind, source, topic, payload) VALUES (gen_random_uuid(), now(), current_date, 'M', 'meter', 'mqtt', 't', '')",
                "UPDATE deferred_reading SET claimed_until = now()",
                "DELETE FROM deferred_reading",
                "SELECT can_write_day('meter_history', current_date)",
            })
    void ingestMay(String sql) {
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingestor",
                "consumer_slot",
                "meter_history",
                "vehicle_history",
                "meter_live",
                "vehicle_live",
                "vehicle_meter",
                "rejected_message",
                "meter_hourly",
                "vehicle_hourly",
                "rollup_dirty",
                "rollup_state",
                "voided_reading",
                "void_reading",
                "deferred_reading"
            })
    void queryMayRead(String table) {
        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT * FROM " + table)))
                .isEqualTo("none");
    }

    @Test
    void queryWritesOnlyInAReadWriteTransaction() throws SQLException {
        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT put_mapping('V1', 'M1', NULL, NULL)")))
                .isEqualTo("25006");

        query.setAutoCommit(false);
        Sql.execute(query, "SET TRANSACTION READ WRITE");
        Sql.execute(query, "SELECT put_mapping('V1', 'M1', NULL, NULL)");
        query.commit();
        query.setAutoCommit(true);
        assertThat(Sql.strings(query, "SELECT meter_id FROM vehicle_meter WHERE vehicle_id = 'V1'"))
                .containsExactly("M1");
    }

    @ParameterizedTest
    @CsvSource({
        "wattline_owner, 5, 'search_path=public timezone=UTC statement_timeout=1h lock_timeout=10s idle_in_transaction_session_timeout=60s'",
        "wattline_ingest, 60, 'search_path=public timezone=UTC statement_timeout=30s lock_timeout=5s idle_in_transaction_session_timeout=30s jit=off'",
        "wattline_query, 30, 'search_path=public timezone=UTC default_transaction_read_only=on statement_timeout=10s lock_timeout=2s idle_in_transaction_session_timeout=30s jit=off plan_cache_mode=force_custom_plan'"
    })
    void eachRoleHasItsLimits(String role, int connections, String settings) throws SQLException {
        assertThat(Sql.strings(query, "SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + role + "'"))
                .containsExactly(String.valueOf(connections));
        assertThat(Sql.strings(query, "SELECT lower(unnest(rolconfig)) FROM pg_roles WHERE rolname = '" + role + "'"))
                .containsExactlyInAnyOrder(settings.toLowerCase(Locale.ROOT).split(" "));
    }

    @Test
    void grantsNothingToPublic() throws SQLException {
        assertThat(Sql.strings(query, """
                        SELECT p.proname FROM pg_proc p
                        WHERE p.pronamespace = 'public'::regnamespace
                          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
                          AND has_function_privilege('public', p.oid, 'EXECUTE')
                        """)).isEmpty();
        assertThat(Sql.strings(query, """
                        SELECT privilege FROM unnest(ARRAY['CONNECT', 'TEMPORARY', 'CREATE']) AS privilege
                        WHERE has_database_privilege('public', current_database(), privilege)
                        """)).isEmpty();
        assertThat(Sql.strings(query, """
                        SELECT privilege FROM unnest(ARRAY['USAGE', 'CREATE']) AS privilege
                        WHERE has_schema_privilege('public', 'public', privilege)
                        """)).isEmpty();
    }

    @Test
    void everyDefinerFunctionPinsItsSearchPath() throws SQLException {
        assertThat(Sql.strings(query, """
                        SELECT proname FROM pg_proc
                        WHERE pronamespace = 'public'::regnamespace AND prosecdef
                          AND NOT proconfig @> ARRAY['search_path=pg_catalog, public, pg_temp']
                        """)).isEmpty();
    }
}

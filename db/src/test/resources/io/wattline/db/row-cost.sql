-- What a row of each table costs. Run as a superuser in a freshly migrated, empty database (psql -f, or RowCostIT).
--
-- A day of 100 meters and 100 vehicles at one heartbeat a minute, inserted in order of arrival, which is what decides how full
-- the index pages get; its rollups, hour by hour; 10,000 live rows after ten heartbeats each; 10,000 mappings; 10,000 refused
-- messages of 200 bytes.

-- Yesterday, seen once: midnight may pass while this runs.
CREATE TEMPORARY TABLE day AS SELECT date_trunc('day', now(), 'UTC') - interval '1 day' AS start;

SELECT ensure_day_partition(t, (start AT TIME ZONE 'UTC')::date)
FROM day, unnest(ARRAY['meter_history', 'vehicle_history', 'rejected_message']) AS t;

SELECT setseed(0.25);

INSERT INTO meter_history (meter_id, ts, kwh, voltage)
SELECT format('METER_%s', to_char(d, 'FM00000')), start + m * interval '1 min' + d * interval '317 ms',
  round((0.1 + random() / 20)::numeric, 6), 230 + random() * 5
FROM day, generate_series(0, 1439) AS m, generate_series(1, 100) AS d ORDER BY m, d;

INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp)
SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), start + m * interval '1 min' + d * interval '317 ms',
  round((0.1 + random() / 20)::numeric, 6), 50 + random() * 5, 30 + random()
FROM day, generate_series(0, 1439) AS m, generate_series(1, 100) AS d ORDER BY m, d;

DO $$
BEGIN
  FOR h IN 0..23 LOOP
    PERFORM sum_meter_hour(start, meters_of_day(start)), sum_vehicle_hour(start, vehicles_of_day(start))
    FROM (SELECT start + h * interval '1 hour' FROM day) AS hour (start);
    COMMIT;
  END LOOP;
END
$$;

DO $$
BEGIN
  FOR beat IN 1..10 LOOP
    INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at)
    SELECT format('METER_%s', to_char(d, 'FM00000')), clock_timestamp(), round((0.1 + random() / 20)::numeric, 6), 230, now()
    FROM generate_series(1, 10000) AS d
    ON CONFLICT (meter_id) DO UPDATE SET ts = excluded.ts, kwh = excluded.kwh WHERE meter_live.ts < excluded.ts;
    INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at)
    SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), clock_timestamp(), round((0.1 + random() / 20)::numeric, 6), 50, 30, now()
    FROM generate_series(1, 10000) AS d
    ON CONFLICT (vehicle_id) DO UPDATE SET ts = excluded.ts, kwh = excluded.kwh WHERE vehicle_live.ts < excluded.ts;
    COMMIT;
  END LOOP;
END
$$;

INSERT INTO vehicle_meter (vehicle_id, meter_id)
SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), format('METER_%s', to_char(d, 'FM00000'))
FROM generate_series(1, 10000) AS d;

INSERT INTO rejected_message (received_at, source, topic, reason, detail, payload)
SELECT start + d * interval '1 s', 'mqtt', format('meters/METER_%s/telemetry', to_char(d, 'FM00000')),
  'out_of_range', 'kwhConsumedAc must be 0 to 1000', decode(repeat(md5(d::text), 13), 'hex')
FROM day, generate_series(1, 10000) AS d;

WITH counted (name, rows) AS (
  SELECT 'meter_history', count(*) FROM meter_history
  UNION ALL SELECT 'vehicle_history', count(*) FROM vehicle_history
  UNION ALL SELECT 'meter_hourly', count(*) FROM meter_hourly
  UNION ALL SELECT 'vehicle_hourly', count(*) FROM vehicle_hourly
  UNION ALL SELECT 'meter_live', count(*) FROM meter_live
  UNION ALL SELECT 'vehicle_live', count(*) FROM vehicle_live
  UNION ALL SELECT 'vehicle_meter', count(*) FROM vehicle_meter
  UNION ALL SELECT 'rejected_message', count(*) FROM rejected_message
)
SELECT name,
  (coalesce((SELECT sum(pg_table_size(relid)) FROM pg_partition_tree(name::regclass) WHERE isleaf), pg_table_size(name::regclass))
    / rows)::integer AS "heap bytes a row",
  (coalesce((SELECT sum(pg_indexes_size(relid)) FROM pg_partition_tree(name::regclass) WHERE isleaf), pg_indexes_size(name::regclass))
    / rows)::integer AS "index bytes a row"
FROM counted;

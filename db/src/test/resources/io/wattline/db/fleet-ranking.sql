-- What the fleet and one device cost from rollups: 10,000 pairs over 30 days, 7.2 million rows a table. Takes some minutes.
--
-- psql -f, as a superuser, in a freshly migrated, empty database. The last statements print what one day of the fleet and
-- 30 days of one vehicle cost, each three times; then the hour of 1,000 pairs is summed from their readings.

UPDATE rollup_state
SET (closed_before, summed_before) = (SELECT h, h FROM date_bin('1 hour', now(), '1970-01-01T00:00:00Z') AS h);

INSERT INTO vehicle_meter (vehicle_id, meter_id)
SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), format('METER_%s', to_char(d, 'FM00000')) FROM generate_series(1, 10000) AS d;

INSERT INTO meter_hourly (meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count, voltage_min, voltage_max)
SELECT format('METER_%s', to_char(d, 'FM00000')), h, round((1 + random() * 6)::numeric, 6), 60, 60, 13800, 60, 229, 231
FROM rollup_state, generate_series(closed_before - interval '720 hours', closed_before - interval '1 hour', interval '1 hour') AS h,
  generate_series(1, 10000) AS d
ORDER BY h, d;

INSERT INTO vehicle_hourly (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count, last_soc)
SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), h, round((1 + random() * 5)::numeric, 6), 60, 60, 1800, 60, 50
FROM rollup_state, generate_series(closed_before - interval '720 hours', closed_before - interval '1 hour', interval '1 hour') AS h,
  generate_series(1, 10000) AS d
ORDER BY h, d;

VACUUM (ANALYZE) meter_hourly;
VACUUM (ANALYZE) vehicle_hourly;
VACUUM (ANALYZE) vehicle_meter;

SELECT relname, pg_size_pretty(pg_relation_size(oid)) FROM pg_class WHERE relname ~ '_hourly' ORDER BY 1;

SET ROLE wattline_query;
SET jit = off;
SELECT (summed_before - interval '24 hours')::text AS since, summed_before::text AS until FROM rollup_state \gset
PREPARE ranking AS
SELECT vehicle_id, v.kwh AS dc, m.kwh AS ac, round(v.kwh / nullif(m.kwh, 0), 4) AS ratio
FROM (
  SELECT vehicle_id, sum(kwh) AS kwh, sum(battery_temp_sum) / nullif(sum(battery_temp_count), 0) AS battery_temp
  FROM vehicle_hourly WHERE hour >= :'since' AND hour < :'until' GROUP BY vehicle_id) AS v
JOIN vehicle_meter USING (vehicle_id)
JOIN (
  SELECT meter_id, sum(kwh) AS kwh, sum(readings_with_energy) AS readings_with_energy
  FROM meter_hourly WHERE hour >= :'since' AND hour < :'until' GROUP BY meter_id) AS m USING (meter_id)
-- NOT IN makes a hash of the marks whatever the planner believes their number to be; NOT EXISTS may become a nested loop.
WHERE vehicle_id NOT IN (SELECT DISTINCT device_id FROM rollup_dirty WHERE kind = 'vehicle' AND hour >= :'since' AND hour < :'until')
  AND meter_id NOT IN (SELECT DISTINCT device_id FROM rollup_dirty WHERE kind = 'meter' AND hour >= :'since' AND hour < :'until')
ORDER BY ratio LIMIT 100;

\timing on
\o /dev/null
EXECUTE ranking;
EXECUTE ranking;
EXECUTE ranking;
SELECT sum(kwh), sum(readings) FROM vehicle_hourly WHERE vehicle_id = 'VEHICLE_05000' AND hour >= now() - interval '31 days';
SELECT sum(kwh), sum(readings) FROM vehicle_hourly WHERE vehicle_id = 'VEHICLE_05000' AND hour >= now() - interval '31 days';
SELECT sum(kwh), sum(readings) FROM vehicle_hourly WHERE vehicle_id = 'VEHICLE_05000' AND hour >= now() - interval '31 days';
\timing off

RESET ROLE;
-- Yesterday, seen once: midnight may pass while this runs.
CREATE TEMPORARY TABLE day AS SELECT date_trunc('day', now(), 'UTC') - interval '1 day' AS start;
SELECT ensure_day_partition(t, (start AT TIME ZONE 'UTC')::date) FROM day, unnest(ARRAY['meter_history', 'vehicle_history']) AS t;

INSERT INTO meter_history (meter_id, ts, kwh, voltage)
SELECT format('METER_%s', to_char(d, 'FM00000')), start + m * interval '1 min'
  + d * interval '5 ms', round((0.1 + random() / 20)::numeric, 6), 230 + random() * 5
FROM day, generate_series(0, 1439) AS m, generate_series(1, 1000) AS d ORDER BY m, d;

INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp)
SELECT format('VEHICLE_%s', to_char(d, 'FM00000')), start + m * interval '1 min'
  + d * interval '5 ms', round((0.1 + random() / 20)::numeric, 6), 50 + random() * 5, 30 + random()
FROM day, generate_series(0, 1439) AS m, generate_series(1, 1000) AS d ORDER BY m, d;

SELECT resum_rollups(start) FROM day;
SET ROLE wattline_ingest;
\timing on
SELECT sum_closed_hour();
SELECT sum_closed_hour();
SELECT sum_closed_hour();

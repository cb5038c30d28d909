-- What one vehicle got in [:start, :end): meter-hours.sql says how.
WITH marked AS MATERIALIZED (
  SELECT DISTINCT hour FROM rollup_dirty
  WHERE kind = 'vehicle' AND device_id = :device AND hour >= :marked_since AND hour < :marked_until
), part (readings, kwh, temperatures, temperature_sum) AS (
  SELECT readings, kwh, battery_temp_count, battery_temp_sum
  FROM vehicle_hourly
  WHERE vehicle_id = :device AND hour >= :first_hour AND hour < :last_hour AND hour NOT IN (SELECT hour FROM marked)
  UNION ALL
  SELECT count(*), sum(kwh), count(battery_temp), sum(battery_temp::float8)
  FROM vehicle_history WHERE vehicle_id = :device AND ts >= :start AND ts < :first_hour
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :start AND ts < :first_hour))
  UNION ALL
  SELECT count(*), sum(kwh), count(battery_temp), sum(battery_temp::float8)
  FROM vehicle_history WHERE vehicle_id = :device AND ts >= :last_hour AND ts < :end
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :last_hour AND ts < :end))
  UNION ALL
  SELECT h.readings, h.kwh, h.temperatures, h.temperature_sum
  FROM marked
  CROSS JOIN LATERAL (
    SELECT count(*) AS readings, sum(kwh) AS kwh, count(battery_temp) AS temperatures, sum(battery_temp::float8) AS temperature_sum
    FROM vehicle_history
    WHERE vehicle_id = :device AND ts >= hour AND ts < hour + interval '1 hour' AND ts >= :marked_since AND ts < :marked_until
      AND ts <> ALL (ARRAY(
        SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :marked_since AND ts < :marked_until))
  ) AS h
)
SELECT sum(readings) AS readings, sum(kwh) AS kwh, sum(temperatures) AS temperatures, sum(temperature_sum) AS temperature_sum
FROM part

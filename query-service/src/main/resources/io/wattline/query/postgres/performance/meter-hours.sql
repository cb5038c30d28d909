-- What one meter drew in [:start, :end), of which [:first_hour, :last_hour) are whole summed hours: those from rollups unless
-- they have a mark, everything else from history. All marks lie in [:marked_since, :marked_until).
--
-- Every bound stands where history is read, so that the planner drops the days that are not needed. The charging time is told
-- hour by hour wherever it comes from, so that the answer does not depend on how far the rollups have come.
WITH marked AS MATERIALIZED (
  SELECT DISTINCT hour FROM rollup_dirty
  WHERE kind = 'meter' AND device_id = :device AND hour >= :marked_since AND hour < :marked_until
), reading (ts, kwh) AS (
  SELECT ts, kwh FROM meter_history WHERE meter_id = :device AND ts >= :start AND ts < :first_hour
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :start AND ts < :first_hour))
  UNION ALL
  SELECT ts, kwh FROM meter_history WHERE meter_id = :device AND ts >= :last_hour AND ts < :end
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :last_hour AND ts < :end))
  UNION ALL
  SELECT h.ts, h.kwh
  FROM marked
  CROSS JOIN LATERAL (
    SELECT ts, kwh FROM meter_history
    WHERE meter_id = :device AND ts >= hour AND ts < hour + interval '1 hour' AND ts >= :marked_since AND ts < :marked_until
      AND ts <> ALL (ARRAY(
        SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :marked_since AND ts < :marked_until))
  ) AS h
), part (readings, kwh, powered_micros) AS (
  SELECT readings, kwh, 3600000000 * readings_with_energy / readings
  FROM meter_hourly
  WHERE meter_id = :device AND hour >= :first_hour AND hour < :last_hour AND hour NOT IN (SELECT hour FROM marked)
  UNION ALL
  SELECT readings, kwh,
    CAST(extract(epoch FROM least(hour + interval '1 hour', :end) - greatest(hour, :start)) * 1000000 AS bigint)
      * readings_with_energy / readings
  FROM (
    SELECT date_bin('1 hour', ts, '1970-01-01T00:00:00Z') AS hour, count(*) AS readings, sum(kwh) AS kwh,
      count(*) FILTER (WHERE kwh > 0) AS readings_with_energy
    FROM reading
    GROUP BY 1
  ) AS h
)
SELECT sum(readings) AS readings, sum(kwh) AS kwh, sum(powered_micros) AS powered_micros FROM part

-- What one meter drew in [:start, :end), of which [:first_hour, :last_hour) are whole summed hours: those from rollups unless
-- they have a mark, everything else from history. All marks lie in [:marked_since, :marked_until).
--
-- Every bound stands where history is read, so that the planner drops the days that are not needed.
WITH marked AS MATERIALIZED (
  SELECT DISTINCT hour FROM rollup_dirty
  WHERE kind = 'meter' AND device_id = :device AND hour >= :marked_since AND hour < :marked_until
), part (readings, kwh) AS (
  SELECT readings, kwh
  FROM meter_hourly
  WHERE meter_id = :device AND hour >= :first_hour AND hour < :last_hour AND hour NOT IN (SELECT hour FROM marked)
  UNION ALL
  SELECT count(*), sum(kwh)
  FROM meter_history WHERE meter_id = :device AND ts >= :start AND ts < :first_hour
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :start AND ts < :first_hour))
  UNION ALL
  SELECT count(*), sum(kwh)
  FROM meter_history WHERE meter_id = :device AND ts >= :last_hour AND ts < :end
    AND ts <> ALL (ARRAY(
      SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :last_hour AND ts < :end))
  UNION ALL
  SELECT h.readings, h.kwh
  FROM marked
  CROSS JOIN LATERAL (
    SELECT count(*) AS readings, sum(kwh) AS kwh
    FROM meter_history
    WHERE meter_id = :device AND ts >= hour AND ts < hour + interval '1 hour' AND ts >= :marked_since AND ts < :marked_until
      AND ts <> ALL (ARRAY(
        SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :marked_since AND ts < :marked_until))
  ) AS h
)
SELECT sum(readings) AS readings, sum(kwh) AS kwh FROM part

-- What all devices of one kind (%1$s) measured in [:since, :until), and of that since :midnight.
--
-- The whole hours [:first_hour, :last_hour) come from rollups unless they have a mark; the marked ones, what is cut off at
-- the start and what is still open come from history, device by device through its key: no index leads with the time. A
-- device is asked only where its newest reading says that it may have something.
WITH dirty AS MATERIALIZED (
  SELECT DISTINCT device_id, hour FROM rollup_dirty
  WHERE kind = '%1$s' AND hour >= :first_hour AND hour < :last_hour
), range (device_id, since, until) AS (
  SELECT %1$s_id, CAST(:since AS timestamptz), CAST(:first_hour AS timestamptz)
  FROM %1$s_live
  WHERE CAST(:since AS timestamptz) < :first_hour AND ts >= :since
  UNION ALL
  SELECT %1$s_id, CAST(:last_hour AS timestamptz), CAST(:until AS timestamptz)
  FROM %1$s_live
  WHERE CAST(:last_hour AS timestamptz) < :until AND ts >= :last_hour
  UNION ALL
  SELECT device_id, hour, hour + interval '1 hour' FROM dirty
), part (today, readings, kwh) AS (
  SELECT hour >= :midnight, readings, kwh
  FROM %1$s_hourly AS h
  WHERE hour >= :first_hour AND hour < :last_hour
    AND NOT EXISTS (SELECT FROM dirty WHERE dirty.device_id = h.%1$s_id AND dirty.hour = h.hour)
  UNION ALL
  SELECT h.today, h.readings, h.kwh
  FROM range
  CROSS JOIN LATERAL (
    SELECT ts >= :midnight AS today, count(*) AS readings, sum(kwh) AS kwh
    FROM %1$s_history
    WHERE %1$s_id = range.device_id AND ts >= range.since AND ts < range.until AND ts >= :since AND ts < :until
      AND ts <> ALL (ARRAY(
        SELECT v.ts FROM void_reading AS v
        WHERE v.kind = '%1$s' AND v.device_id = range.device_id AND v.ts >= range.since AND v.ts < range.until))
    GROUP BY 1
  ) AS h
)
SELECT coalesce(sum(readings), 0) AS readings, sum(kwh) AS kwh,
  coalesce(sum(readings) FILTER (WHERE today), 0) AS readings_today, sum(kwh) FILTER (WHERE today) AS kwh_today
FROM part

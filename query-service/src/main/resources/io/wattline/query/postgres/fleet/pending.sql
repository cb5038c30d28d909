-- The hours in [:start, :end) whose matched rows do not count, by vehicle: the migration V12_1 says which. A vehicle with marks over
-- more than :most hours is named without its hours.
WITH piece AS (
  SELECT vehicle_id, meter_id, valid_from, valid_to FROM vehicle_meter WHERE valid_from < :end AND valid_to > :start
  UNION ALL
  SELECT vehicle_id, ruled_meter(CAST(:rule AS text[]), vehicle_id), '-infinity', 'infinity'
  FROM vehicle_live WHERE ruled_meter(CAST(:rule AS text[]), vehicle_id) IS NOT NULL
), marked AS MATERIALIZED (
  SELECT vehicle_id, greatest(since, :start) AS since, least(until, :end) AS until
  FROM match_dirty WHERE since < :end AND until > :start
  UNION ALL
  SELECT device_id, greatest(hour - interval '1 hour', :start), least(hour + interval '3 hours', :end)
  FROM rollup_dirty
  WHERE kind = 'vehicle'
    AND hour > CAST(:start AS timestamptz) - interval '3 hours' AND hour < CAST(:end AS timestamptz) + interval '1 hour'
  UNION ALL
  SELECT vehicle_id, greatest(hour - interval '1 hour', :start), least(hour + interval '3 hours', :end)
  FROM rollup_dirty
  JOIN piece ON meter_id = device_id AND valid_from < hour + interval '3 hours' AND valid_to > hour - interval '1 hour'
  WHERE kind = 'meter'
    AND hour > CAST(:start AS timestamptz) - interval '3 hours' AND hour < CAST(:end AS timestamptz) + interval '1 hour'
), vehicle AS (
  SELECT vehicle_id, range_agg(tstzrange(since, until)) AS hours FROM marked WHERE since < until GROUP BY vehicle_id
), counted AS (
  SELECT vehicle_id, hours,
    (SELECT sum(extract(epoch FROM upper(part) - lower(part))) FROM unnest(hours) AS part) <= 3600 * :most AS is_few
  FROM vehicle
)
SELECT vehicle_id, h.hour
FROM counted
LEFT JOIN LATERAL (
  SELECT hour FROM unnest(hours) AS part
  CROSS JOIN LATERAL generate_series(lower(part), upper(part) - interval '1 hour', interval '1 hour') AS hour
  WHERE is_few
) AS h ON true
ORDER BY vehicle_id

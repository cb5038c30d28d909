-- What the rows of one vehicle in the whole matched hours [:first_hour, :last_hour) say, of which [:first_day, :last_day) are whole
-- days, and the hours among them whose rows do not count: the migration V12_1 says which. Rows are sums, so those are taken out.
WITH marked (since, until) AS (
  SELECT since, until FROM match_dirty WHERE vehicle_id = :vehicle AND since < :last_hour AND until > :first_hour
  UNION ALL
  SELECT hour - interval '1 hour', hour + interval '3 hours' FROM rollup_dirty
  WHERE kind = 'vehicle' AND device_id = :vehicle
    AND hour > CAST(:first_hour AS timestamptz) - interval '3 hours' AND hour < CAST(:last_hour AS timestamptz) + interval '1 hour'
  UNION ALL
  SELECT hour - interval '1 hour', hour + interval '3 hours' FROM rollup_dirty
  WHERE kind = 'meter' AND device_id = ANY (CAST(:meters AS text[]))
    AND hour > CAST(:first_hour AS timestamptz) - interval '3 hours' AND hour < CAST(:last_hour AS timestamptz) + interval '1 hour'
), pending AS MATERIALIZED (
  SELECT DISTINCT h.hour
  FROM marked
  CROSS JOIN LATERAL generate_series(
    greatest(since, :first_hour), least(until, :last_hour) - interval '1 hour', interval '1 hour') AS h (hour)
), part (sign, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby) AS (
  SELECT 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_hourly WHERE vehicle_id = :vehicle AND hour >= :first_hour AND hour < :first_day
  UNION ALL
  SELECT 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_daily WHERE vehicle_id = :vehicle AND day >= :first_day AND day < :last_day
  UNION ALL
  SELECT 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_hourly WHERE vehicle_id = :vehicle AND hour >= :last_day AND hour < :last_hour
  UNION ALL
  SELECT -1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM pending JOIN matched_hourly USING (hour) WHERE vehicle_id = :vehicle
)
SELECT sum(sign * spans) AS spans, sum(sign * micros) AS micros, sum(sign * known_ac) AS known_ac, sum(sign * known_dc) AS known_dc,
  sum(sign * kwh_ac) AS matched_ac, sum(sign * kwh_dc) AS matched_dc, sum(sign * expected_dc) AS expected_dc,
  sum(sign * standby) AS standby, (SELECT array_agg(hour) FROM pending) AS pending
FROM part

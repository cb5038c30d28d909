-- What each vehicle drew and got in the whole hours [:start, :end): from rollups where they count, else from history.
--
-- An hour of a device counts if it is before :summed_before and has no mark. A mapping that starts or ends inside an hour
-- cuts it: both parts are summed from history. The bounds of the window are repeated where history is read, so that the
-- planner drops all other days; an inner range drops the rest while it runs.
--
-- Rollups are summed device by device first, and only then joined with mappings: one row a device, not one an hour. Where a
-- meter changed they are looked up by key, and so are those that do not count, to be taken out again: sums are exact.
--
-- Matched energy is a row a vehicle and day, for the whole days [:first_day, :last_day), and a row a vehicle and hour beside them.
WITH piece AS MATERIALIZED (
  SELECT part.*, aligned.*, since = :start AND whole_until = :end AS is_whole
  FROM (
    SELECT vehicle_id, meter_id, greatest(valid_from, :start) AS since, least(valid_to, :end) AS until
    FROM vehicle_meter
    WHERE valid_from < :end AND valid_to > :start
    UNION ALL
    SELECT vehicle_id, ruled.meter_id, CAST(:start AS timestamptz), CAST(:end AS timestamptz)
    FROM vehicle_live AS live
    LEFT JOIN LATERAL (
      -- MAPPING_RULE, where master data has never spoken of the vehicle nor of the meter.
      SELECT named.meter_id
      FROM (
        SELECT CAST(:meter_prefix AS text)
          || substr(live.vehicle_id, length(:vehicle_prefix) + 1,
            greatest(length(live.vehicle_id) - length(:vehicle_prefix) - length(:vehicle_suffix), 0))
          || CAST(:meter_suffix AS text) AS meter_id
      ) AS named
      WHERE CAST(:ruled AS boolean)
        AND length(live.vehicle_id) >= length(:vehicle_prefix) + length(:vehicle_suffix)
        AND starts_with(live.vehicle_id, :vehicle_prefix)
        AND right(live.vehicle_id, length(:vehicle_suffix)) = :vehicle_suffix
        AND named.meter_id ~ '^[A-Za-z0-9].{0,63}$'
        AND NOT EXISTS (SELECT FROM vehicle_meter AS spoken WHERE spoken.vehicle_id = live.vehicle_id)
        AND NOT EXISTS (SELECT FROM vehicle_meter AS spoken WHERE spoken.meter_id = named.meter_id)
    ) AS ruled ON true
    WHERE NOT EXISTS (
      SELECT FROM vehicle_meter AS mapped
      WHERE mapped.vehicle_id = live.vehicle_id AND mapped.valid_from < :end AND mapped.valid_to > :start)
  ) AS part
  CROSS JOIN LATERAL (
    SELECT least(until, date_bin('1 hour', since + interval '3599.999999 s', '1970-01-01T00:00:00Z')) AS whole_since
  ) AS first
  CROSS JOIN LATERAL (
    SELECT whole_since, greatest(
      whole_since,
      least(date_bin('1 hour', until, '1970-01-01T00:00:00Z'), CAST(:summed_before AS timestamptz))) AS whole_until
  ) AS aligned
), dirty AS MATERIALIZED (
  SELECT DISTINCT kind, device_id, hour FROM rollup_dirty WHERE hour >= :start AND hour < :end
), marked AS MATERIALIZED (
  SELECT dirty.kind, vehicle_id, meter_id, hour
  FROM piece
  JOIN dirty ON kind = 'meter' AND device_id = meter_id AND hour >= whole_since AND hour < whole_until
  UNION ALL
  SELECT dirty.kind, vehicle_id, meter_id, hour
  FROM piece
  JOIN dirty ON kind = 'vehicle' AND device_id = vehicle_id AND hour >= whole_since AND hour < whole_until
), cut (vehicle_id, meter_id, since, until) AS MATERIALIZED (
  SELECT vehicle_id, meter_id, since, whole_since FROM piece WHERE since < whole_since
  UNION ALL
  SELECT vehicle_id, meter_id, whole_until, until FROM piece WHERE whole_until < until
), meter_part (vehicle_id, kwh, readings) AS (
  SELECT vehicle_id, h.kwh, h.readings
  FROM (
    SELECT meter_id, sum(kwh) AS kwh, sum(readings) AS readings
    FROM meter_hourly
    WHERE hour >= :start AND hour < :end
    GROUP BY meter_id
  ) AS h
  JOIN piece USING (meter_id)
  WHERE is_whole
  UNION ALL
  SELECT vehicle_id, sign * h.kwh, sign * h.readings
  FROM (
    SELECT 1 AS sign, vehicle_id, meter_id, whole_since AS since, whole_until AS until FROM piece WHERE NOT is_whole
    UNION ALL
    SELECT -1, vehicle_id, meter_id, hour, hour + interval '1 hour' FROM marked WHERE kind = 'meter'
  ) AS few
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, sum(readings) AS readings
    FROM meter_hourly AS hourly
    WHERE hourly.meter_id = few.meter_id AND hour >= since AND hour < until
  ) AS h
  WHERE h.readings > 0
  UNION ALL
  SELECT vehicle_id, h.kwh, h.readings
  FROM (
    SELECT vehicle_id, meter_id, since, until FROM cut WHERE meter_id IS NOT NULL
    UNION ALL
    SELECT vehicle_id, meter_id, hour, hour + interval '1 hour' FROM marked WHERE kind = 'meter'
  ) AS cut
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, count(*) AS readings
    FROM meter_history
    WHERE meter_id = cut.meter_id AND ts >= cut.since AND ts < cut.until AND ts >= :start AND ts < :end
      AND ts <> ALL (ARRAY(
        SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = cut.meter_id AND ts >= cut.since AND ts < cut.until))
  ) AS h
  WHERE h.readings > 0
), vehicle_part (vehicle_id, kwh, readings, temperatures, temperature_sum) AS (
  SELECT vehicle_id, h.kwh, h.readings, h.temperatures, h.temperature_sum
  FROM (
    SELECT vehicle_id, sum(kwh) AS kwh, sum(readings) AS readings, sum(battery_temp_count) AS temperatures,
      sum(battery_temp_sum) AS temperature_sum
    FROM vehicle_hourly
    WHERE hour >= :start AND hour < :end
    GROUP BY vehicle_id
  ) AS h
  JOIN piece USING (vehicle_id)
  WHERE is_whole
  UNION ALL
  SELECT vehicle_id, sign * h.kwh, sign * h.readings, sign * h.temperatures, sign * h.temperature_sum
  FROM (
    SELECT 1 AS sign, vehicle_id, whole_since AS since, whole_until AS until FROM piece WHERE NOT is_whole
    UNION ALL
    SELECT -1, vehicle_id, hour, hour + interval '1 hour' FROM marked WHERE kind = 'vehicle'
  ) AS few
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, sum(readings) AS readings, sum(battery_temp_count) AS temperatures,
      sum(battery_temp_sum) AS temperature_sum
    FROM vehicle_hourly AS hourly
    WHERE hourly.vehicle_id = few.vehicle_id AND hour >= since AND hour < until
  ) AS h
  WHERE h.readings > 0
  UNION ALL
  SELECT vehicle_id, h.kwh, h.readings, h.temperatures, h.temperature_sum
  FROM (
    SELECT vehicle_id, since, until FROM cut
    UNION ALL
    SELECT vehicle_id, hour, hour + interval '1 hour' FROM marked WHERE kind = 'vehicle'
  ) AS cut
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, count(*) AS readings, count(battery_temp) AS temperatures,
      coalesce(sum(battery_temp::float8), 0) AS temperature_sum
    FROM vehicle_history
    WHERE vehicle_id = cut.vehicle_id AND ts >= cut.since AND ts < cut.until AND ts >= :start AND ts < :end
      AND ts <> ALL (ARRAY(
        SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = cut.vehicle_id AND ts >= cut.since AND ts < cut.until))
  ) AS h
  WHERE h.readings > 0
), vehicle AS (
  SELECT DISTINCT ON (vehicle_id) vehicle_id, meter_id FROM piece ORDER BY vehicle_id, since DESC
), mapped AS (
  SELECT vehicle_id, CAST(sum(extract(epoch FROM until - since)) * 1000000 AS bigint) AS mapped_micros
  FROM piece WHERE meter_id IS NOT NULL GROUP BY vehicle_id
), ac AS (
  SELECT vehicle_id, sum(kwh) AS ac_kwh, sum(readings) AS ac_readings FROM meter_part GROUP BY vehicle_id
), dc AS (
  SELECT vehicle_id, sum(kwh) AS dc_kwh, sum(readings) AS dc_readings, sum(temperatures) AS temperatures,
    sum(temperature_sum) AS temperature_sum
  FROM vehicle_part GROUP BY vehicle_id
), matched_part (vehicle_id, sign, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby) AS (
  SELECT vehicle_id, 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_hourly WHERE hour >= :start AND hour < :first_day
  UNION ALL
  SELECT vehicle_id, 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_daily WHERE day >= :first_day AND day < :last_day
  UNION ALL
  SELECT vehicle_id, 1, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
  FROM matched_hourly WHERE hour >= :last_day AND hour < :end
  UNION ALL
  -- Those that do not count: the caller has matched them from history.
  SELECT vehicle_id, -1, h.spans, h.micros, h.known_ac, h.known_dc, h.kwh_ac, h.kwh_dc, h.expected_dc, h.standby
  FROM unnest(CAST(:pending_vehicles AS text[]), CAST(:pending_hours AS timestamptz[])) AS pending (vehicle_id, pending_hour)
  CROSS JOIN LATERAL (
    SELECT spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby
    FROM matched_hourly AS held WHERE held.vehicle_id = pending.vehicle_id AND held.hour = pending_hour
    OFFSET 0
  ) AS h
), matched AS (
  SELECT vehicle_id, sum(sign * spans) AS spans, sum(sign * micros) AS micros, sum(sign * known_ac) AS known_ac,
    sum(sign * known_dc) AS known_dc, sum(sign * kwh_ac) AS matched_ac, sum(sign * kwh_dc) AS matched_dc,
    sum(sign * expected_dc) AS expected_dc, sum(sign * standby) AS standby
  FROM matched_part GROUP BY vehicle_id
), alerted AS (
  SELECT vehicle_id, meter_id, true AS alert_open FROM alert WHERE kind = 'loss' AND state = 'open'
), learnt AS (
  SELECT vehicle_id, meter_id, true AS learnt FROM loss_state WHERE NOT learning
)
SELECT vehicle_id, meter_id, ac_kwh, ac_readings, dc_kwh, dc_readings, temperatures, temperature_sum, mapped_micros,
  spans, micros, known_ac, known_dc, matched_ac, matched_dc, expected_dc, standby,
  coalesce(alert_open, false) AS alert_open, coalesce(learnt, false) AS learnt
FROM vehicle
LEFT JOIN mapped USING (vehicle_id)
LEFT JOIN ac USING (vehicle_id)
LEFT JOIN dc USING (vehicle_id)
LEFT JOIN matched USING (vehicle_id)
LEFT JOIN alerted USING (vehicle_id, meter_id)
LEFT JOIN learnt USING (vehicle_id, meter_id)
WHERE meter_id IS NOT NULL OR dc_readings > 0

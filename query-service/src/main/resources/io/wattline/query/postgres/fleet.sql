-- What each vehicle drew and got in the whole hours [:start, :end): from rollups where they count, else from history.
--
-- An hour of a device counts if it is before :summed_before and has no mark. A mapping that starts or ends inside an hour
-- cuts it: both parts are summed from history. The bounds of the window are repeated where history is read, so that the
-- planner drops all other days; an inner range drops the rest while it runs.
WITH piece AS MATERIALIZED (
  SELECT part.*, whole_since, greatest(whole_since, least(last_hour, CAST(:summed_before AS timestamptz))) AS whole_until
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
    SELECT least(until, date_bin('1 hour', since + interval '3599.999999 s', '1970-01-01T00:00:00Z')) AS whole_since,
      date_bin('1 hour', until, '1970-01-01T00:00:00Z') AS last_hour
  ) AS aligned
), dirty AS MATERIALIZED (
  SELECT DISTINCT kind, device_id, hour FROM rollup_dirty WHERE hour >= :start AND hour < :end
), cut (vehicle_id, meter_id, since, until) AS MATERIALIZED (
  SELECT vehicle_id, meter_id, since, whole_since FROM piece WHERE since < whole_since
  UNION ALL
  SELECT vehicle_id, meter_id, whole_until, until FROM piece WHERE whole_until < until
), meter_part (vehicle_id, kwh, readings, powered_micros) AS (
  SELECT piece.vehicle_id, h.kwh, h.readings, 3600000000 * h.readings_with_energy / h.readings
  FROM meter_hourly AS h
  JOIN piece ON piece.meter_id = h.meter_id AND h.hour >= whole_since AND h.hour < whole_until
  WHERE h.hour >= :start AND h.hour < :end
    AND NOT EXISTS (
      SELECT FROM dirty WHERE dirty.kind = 'meter' AND dirty.device_id = h.meter_id AND dirty.hour = h.hour)
  UNION ALL
  SELECT cut.vehicle_id, h.kwh, h.readings,
    CAST(extract(epoch FROM cut.until - cut.since) * 1000000 AS bigint) * h.readings_with_energy / h.readings
  FROM (
    SELECT vehicle_id, meter_id, since, until FROM cut WHERE meter_id IS NOT NULL
    UNION ALL
    SELECT piece.vehicle_id, piece.meter_id, dirty.hour, dirty.hour + interval '1 hour'
    FROM dirty
    JOIN piece ON dirty.kind = 'meter' AND piece.meter_id = dirty.device_id
      AND dirty.hour >= whole_since AND dirty.hour < whole_until
  ) AS cut
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, count(*) AS readings, count(*) FILTER (WHERE kwh > 0) AS readings_with_energy
    FROM meter_history
    WHERE meter_id = cut.meter_id AND ts >= cut.since AND ts < cut.until AND ts >= :start AND ts < :end
  ) AS h
  WHERE h.readings > 0
), vehicle_part (vehicle_id, kwh, readings, temperatures, temperature_sum) AS (
  SELECT piece.vehicle_id, h.kwh, h.readings, h.battery_temp_count, h.battery_temp_sum
  FROM vehicle_hourly AS h
  JOIN piece ON piece.vehicle_id = h.vehicle_id AND h.hour >= whole_since AND h.hour < whole_until
  WHERE h.hour >= :start AND h.hour < :end
    AND NOT EXISTS (
      SELECT FROM dirty WHERE dirty.kind = 'vehicle' AND dirty.device_id = h.vehicle_id AND dirty.hour = h.hour)
  UNION ALL
  SELECT cut.vehicle_id, h.kwh, h.readings, h.temperatures, h.temperature_sum
  FROM (
    SELECT vehicle_id, since, until FROM cut
    UNION ALL
    SELECT piece.vehicle_id, dirty.hour, dirty.hour + interval '1 hour'
    FROM dirty
    JOIN piece ON dirty.kind = 'vehicle' AND piece.vehicle_id = dirty.device_id
      AND dirty.hour >= whole_since AND dirty.hour < whole_until
  ) AS cut
  CROSS JOIN LATERAL (
    SELECT sum(kwh) AS kwh, count(*) AS readings, count(battery_temp) AS temperatures,
      coalesce(sum(battery_temp::float8), 0) AS temperature_sum
    FROM vehicle_history
    WHERE vehicle_id = cut.vehicle_id AND ts >= cut.since AND ts < cut.until AND ts >= :start AND ts < :end
  ) AS h
  WHERE h.readings > 0
), vehicle AS (
  SELECT vehicle_id, (array_agg(meter_id ORDER BY since DESC))[1] AS meter_id FROM piece GROUP BY vehicle_id
), ac AS (
  SELECT vehicle_id, sum(kwh) AS ac_kwh, sum(readings) AS ac_readings, sum(powered_micros) AS powered_micros
  FROM meter_part GROUP BY vehicle_id
), dc AS (
  SELECT vehicle_id, sum(kwh) AS dc_kwh, sum(readings) AS dc_readings, sum(temperatures) AS temperatures,
    sum(temperature_sum) AS temperature_sum
  FROM vehicle_part GROUP BY vehicle_id
)
SELECT vehicle_id, meter_id, ac_kwh, ac_readings, powered_micros, dc_kwh, dc_readings, temperatures, temperature_sum
FROM vehicle
LEFT JOIN ac USING (vehicle_id)
LEFT JOIN dc USING (vehicle_id)
WHERE meter_id IS NOT NULL OR dc_readings > 0

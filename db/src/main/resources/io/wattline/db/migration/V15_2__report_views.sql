-- What reporting tools may read: views on rollups and master data, and nothing that they could write or run.
--
-- An hour of a vehicle is joined with the meter that fed it at its start; a change of meter within the hour is not cut here, so
-- the API is exact where these are not. Readings that came late are in an hour as soon as it has been summed again. No view
-- reads history.

CREATE VIEW report_vehicle_hourly AS
  SELECT v.hour, v.vehicle_id, mapping.meter_id, m.kwh AS kwh_ac, v.kwh AS kwh_dc,
    v.battery_temp_sum / nullif(v.battery_temp_count, 0) AS battery_temp, v.last_soc
  FROM vehicle_hourly AS v
  LEFT JOIN vehicle_meter AS mapping
    ON mapping.vehicle_id = v.vehicle_id AND v.hour >= mapping.valid_from AND v.hour < mapping.valid_to
  LEFT JOIN meter_hourly AS m ON m.meter_id = mapping.meter_id AND m.hour = v.hour;

CREATE VIEW report_fleet_hourly AS
  SELECT hour, ac.kwh AS kwh_ac, dc.kwh AS kwh_dc
  FROM (SELECT hour, sum(kwh) AS kwh FROM meter_hourly GROUP BY hour) AS ac
  FULL JOIN (SELECT hour, sum(kwh) AS kwh FROM vehicle_hourly GROUP BY hour) AS dc USING (hour);

CREATE VIEW report_vehicle AS
  SELECT vehicle_id, ts AS last_reading_at, soc, battery_temp FROM vehicle_live;

-- The role is made where a superuser, or whoever may create roles, migrates. Where it comes later, its owner grants this.
DO $grant$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'wattline_report') THEN
    GRANT SELECT ON report_vehicle_hourly, report_fleet_hourly, report_vehicle TO wattline_report;
  END IF;
END
$grant$;

package io.wattline.sim.fleet;

import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic.Address;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// N vehicles, each with the meter of its charging point, and what they measure.
///
/// A reading is a function of the settings, the device, its timestamp and the timestamp of the heartbeat before
/// it, and of nothing else. Energies are differences of registers in whole milliwatt hours, so consecutive
/// readings of a device add up exactly, whatever their spacing.
///
/// Devices are numbered meter, vehicle, meter, vehicle: device 2p is the meter of pair p, device 2p + 1 its
/// vehicle. Pair p is `METER_0001` and `VEHICLE_0001` for p = 0, with more digits where four are too few, so
/// that the mapping rule `VEHICLE_(.*) -> METER_$1` holds. One thread at a time.
public final class Fleet {

    private static final long MICROS = 1_000_000;

    private final List<Address> devices;
    private final Vehicle[] vehicles;
    private final GridVoltage[] grid;

    public Fleet(FleetSettings settings) {
        Dice dice = new Dice(settings.seed());
        devices = devices(settings);
        vehicles = new Vehicle[settings.pairs()];
        grid = new GridVoltage[settings.pairs()];
        for (int pair = 0; pair < vehicles.length; pair++) {
            vehicles[pair] = new Vehicle(dice, pair, settings.degradation());
            grid[pair] = GridVoltage.draw(dice, pair);
        }
    }

    /// The devices of a fleet by their numbers. The seed does not matter.
    public static List<Address> devices(FleetSettings settings) {
        return IntStream.range(0, 2 * settings.pairs())
                .mapToObj(device -> address(device, settings.pairs()))
                .toList();
    }

    private static Address address(int device, int pairs) {
        int width = Math.max(4, Integer.toString(pairs).length());
        String number = String.format("%0" + width + "d", device / 2 + 1);
        return isMeter(device)
                ? new Address(DeviceKind.METER, "METER_" + number)
                : new Address(DeviceKind.VEHICLE, "VEHICLE_" + number);
    }

    public int deviceCount() {
        return devices.size();
    }

    /// Whether a device is a vehicle that loses efficiency.
    public boolean isDegraded(int device) {
        return !isMeter(device) && vehicles[device / 2].isDegraded();
    }

    /// Power drawn by the vehicle of a pair at an instant, in kW.
    public double acKw(int pair, long atMicros) {
        return vehicles[pair].acKw(atMicros);
    }

    /// Power that reaches the battery of the vehicle of a pair at an instant, in kW.
    public double dcKw(int pair, long atMicros) {
        return vehicles[pair].dcKw(atMicros);
    }

    /// What a device measures at an instant.
    ///
    /// @param device 0 to [#deviceCount] exclusive
    /// @param sinceMicros the device's previous heartbeat: the energy is that of (since, at]
    /// @param atMicros the timestamp, in microseconds since the epoch
    public Reading reading(int device, long sinceMicros, long atMicros) {
        String id = devices.get(device).deviceId();
        Vehicle vehicle = vehicles[device / 2];
        Instant at = Instant.ofEpochSecond(Math.floorDiv(atMicros, MICROS), Math.floorMod(atMicros, MICROS) * 1000);
        if (isMeter(device)) {
            double volts = grid[device / 2].volts(atMicros, vehicle.phaseKw(atMicros));
            return new MeterReading(id, at, kwh(vehicle.acMilliwattHours(sinceMicros, atMicros)), tenths(volts));
        }
        return new VehicleReading(
                id,
                at,
                kwh(vehicle.dcMilliwattHours(sinceMicros, atMicros)),
                tenths(vehicle.soc(atMicros)),
                tenths(vehicle.batteryTemp(atMicros)));
    }

    private static boolean isMeter(int device) {
        return device % 2 == 0;
    }

    private static BigDecimal kwh(long milliwattHours) {
        return BigDecimal.valueOf(milliwattHours, Reading.KWH_SCALE);
    }

    private static float tenths(double value) {
        return Math.round(value * 10) / 10f;
    }
}

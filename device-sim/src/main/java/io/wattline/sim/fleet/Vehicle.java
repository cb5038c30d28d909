package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;

/// One vehicle over all time: a charge a day at its habitual hour, driving before it.
///
/// The charge of a UTC day starts within that day, or within an hour of it. Keeps the charges it looked at
/// last, so it belongs to one thread; what it answers does not depend on what it was asked before.
final class Vehicle {

    static final long DAY_MICROS = 86_400_000_000L;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long LONGEST_DRIVE_MICROS = 8 * HOUR_MICROS;
    private static final int REMEMBERED = 8;

    private final Dice dice;
    private final int number;
    private final VehicleProfile profile;
    private final BatteryHeat heat;
    private final Degradation degradation;
    private final long[] rememberedDays = new long[REMEMBERED];
    private final ChargingSession[] remembered = new ChargingSession[REMEMBERED];

    Vehicle(Dice dice, int number, Degradation degradation) {
        this.dice = dice;
        this.number = number;
        this.profile = VehicleProfile.draw(dice, number);
        this.heat = BatteryHeat.draw(dice, number);
        this.degradation = degradation;
    }

    boolean isDegraded() {
        return degradation.concerns(dice, number);
    }

    /// The charge that belongs to a UTC day, counted from the epoch.
    ChargingSession charge(long epochDay) {
        int slot = Math.floorMod(epochDay, REMEMBERED);
        ChargingSession known = remembered[slot];
        if (known != null && rememberedDays[slot] == epochDay) {
            return known;
        }
        double hour = profile.plugInHour() + 0.25 * dice.bell(Stream.DAY_START, number, epochDay);
        double dcKwh = profile.dailyKwh() * (1 + 0.1 * dice.bell(Stream.DAY_DISTANCE, number, epochDay));
        long start = epochDay * DAY_MICROS + (long) (hour * HOUR_MICROS);
        ChargingSession laidOut = ChargingSession.of(profile, start, dcKwh, degradation.health(dice, number, start));
        rememberedDays[slot] = epochDay;
        remembered[slot] = laidOut;
        return laidOut;
    }

    /// AC energy in (from, to], in milliwatt hours.
    long acMilliwattHours(long fromMicros, long toMicros) {
        long sum = 0;
        for (long day = firstDay(fromMicros); day <= lastDay(toMicros); day++) {
            ChargingSession charge = charge(day);
            sum += charge.acRegister(toMicros) - charge.acRegister(fromMicros);
        }
        return sum;
    }

    /// DC energy in (from, to], in milliwatt hours.
    long dcMilliwattHours(long fromMicros, long toMicros) {
        long sum = 0;
        for (long day = firstDay(fromMicros); day <= lastDay(toMicros); day++) {
            ChargingSession charge = charge(day);
            sum += charge.dcRegister(toMicros) - charge.dcRegister(fromMicros);
        }
        return sum;
    }

    /// Load on each phase that the charger draws from, in kW.
    double phaseKw(long atMicros) {
        return acKw(atMicros) / profile.charger().phases();
    }

    double dcKw(long atMicros) {
        double kw = 0;
        for (long day = firstDay(atMicros); day <= lastDay(atMicros); day++) {
            kw += charge(day).dcKw(atMicros);
        }
        return kw;
    }

    double acKw(long atMicros) {
        double kw = 0;
        for (long day = firstDay(atMicros); day <= lastDay(atMicros); day++) {
            kw += charge(day).acKw(atMicros);
        }
        return kw;
    }

    /// State of charge in %, 0 to 100: rising along the charge, held, then falling evenly over the drive home.
    double soc(long atMicros) {
        ChargingSession last = lastCharge(atMicros);
        if (atMicros < last.endMicros()) {
            return Math.clamp(last.soc(atMicros), 0, 100);
        }
        ChargingSession next = nextCharge(atMicros);
        long driveMicros = Math.min(LONGEST_DRIVE_MICROS, next.startMicros() - last.endMicros());
        double driven = Math.max(0, 1 - (double) (next.startMicros() - atMicros) / driveMicros);
        return Math.clamp(profile.targetSoc() - driven * (profile.targetSoc() - next.startSoc()), 0, 100);
    }

    /// Battery temperature in °C: the slow wave of the ambient air plus what is left of the last charges' heat.
    double batteryTemp(long atMicros) {
        double celsius = heat.ambient(atMicros);
        for (long day = firstDay(atMicros); day <= lastDay(atMicros); day++) {
            celsius += heat.rise(charge(day), atMicros);
        }
        return celsius;
    }

    private ChargingSession lastCharge(long atMicros) {
        long day = lastDay(atMicros);
        while (charge(day).startMicros() > atMicros) {
            day--;
        }
        return charge(day);
    }

    private ChargingSession nextCharge(long atMicros) {
        long day = firstDay(atMicros);
        while (charge(day).startMicros() <= atMicros) {
            day++;
        }
        return charge(day);
    }

    /// A charge may still run, or its heat linger, two days after the day it belongs to.
    private static long firstDay(long atMicros) {
        return Math.floorDiv(atMicros, DAY_MICROS) - 2;
    }

    /// A charge of the next day may begin shortly before midnight.
    private static long lastDay(long atMicros) {
        return Math.floorDiv(atMicros, DAY_MICROS) + 1;
    }
}

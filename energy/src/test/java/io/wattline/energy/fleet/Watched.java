package io.wattline.energy.fleet;

import io.wattline.energy.alert.DeviceHour;
import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import io.wattline.energy.alert.Finding;
import io.wattline.energy.alert.HourFindings;
import io.wattline.energy.alert.PairAlerts;
import io.wattline.energy.alert.PairHour;
import io.wattline.energy.charge.BatteryReading;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeMaker;
import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.ChargeSearch;
import io.wattline.energy.charge.ChargeWindow;
import io.wattline.energy.charge.QuarterHour;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A simulated vehicle as the rules see it: its reports go the way that readings go.
///
/// @param charges as they are made
/// @param told what is told of it
record Watched(List<Charge> charges, List<Finding> told) {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int HOUR = 60;
    private static final int QUARTER = 15;

    static Watched of(Reports reports) {
        int minutes = reports.meter.microKwh().length;
        ChargeSearch search = ChargeSearch.NOTHING.next(quarters(reports), at(minutes));
        List<Charge> charges = search.closed().stream()
                .map(window -> ChargeMaker.make(window, readings(window, reports)))
                .toList();
        List<Finding> told = PairAlerts.of(HourFindings.of(hours(reports)), charges, List.of())
                .told();
        return new Watched(charges, told);
    }

    static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static List<QuarterHour> quarters(Reports reports) {
        List<QuarterHour> quarters = new ArrayList<>();
        for (int from = 0; from + QUARTER <= reports.meter.microKwh().length; from += QUARTER) {
            long ac = sum(reports.meter, from, from + QUARTER);
            long dc = sum(reports.vehicle, from, from + QUARTER);
            if (ac > 0 || dc > 0) {
                quarters.add(new QuarterHour(at(from), ac, dc));
            }
        }
        return quarters;
    }

    private static long sum(Reports.Stream stream, int from, int to) {
        long sum = 0;
        for (int minute = from; minute < to; minute++) {
            sum += stream.there()[minute] ? stream.microKwh()[minute] : 0;
        }
        return sum;
    }

    private static ChargeReadings readings(ChargeWindow window, Reports reports) {
        int from = Math.max(0, minute(window.readFrom()));
        int to = Math.min(reports.battery.length, minute(window.readTo()));
        List<BatteryReading> battery = new ArrayList<>();
        for (int minute = from; minute < to; minute++) {
            if (reports.vehicle.there()[minute] && !Double.isNaN(reports.battery[minute])) {
                battery.add(new BatteryReading(at(minute), reports.battery[minute], null));
            }
        }
        return new ChargeReadings(heartbeats(reports.meter, from, to), heartbeats(reports.vehicle, from, to), battery);
    }

    private static int minute(Instant instant) {
        return (int) Duration.between(START, instant).toMinutes();
    }

    private static Heartbeats heartbeats(Reports.Stream stream, int from, int to) {
        Heartbeats heartbeats = new Heartbeats();
        for (int minute = from; minute < to; minute++) {
            if (stream.there()[minute]) {
                heartbeats.add(at(minute), BigDecimal.valueOf(stream.microKwh()[minute], Heartbeats.KWH_SCALE));
            }
        }
        return heartbeats;
    }

    private static List<PairHour> hours(Reports reports) {
        List<PairHour> hours = new ArrayList<>();
        for (int from = 0; from + HOUR <= reports.battery.length; from += HOUR) {
            hours.add(new PairHour(at(from), hour(reports.meter, from), hour(reports.vehicle, from)));
        }
        return hours;
    }

    private static DeviceHour hour(Reports.Stream stream, int from) {
        int readings = 0;
        for (int minute = from; minute < from + HOUR; minute++) {
            readings += stream.there()[minute] ? 1 : 0;
        }
        if (readings == 0) {
            return DeviceHour.EMPTY;
        }
        BigDecimal kwh = BigDecimal.valueOf(sum(stream, from, from + HOUR), Heartbeats.KWH_SCALE);
        // The voltage moves, as it does in every house.
        return new DeviceHour(readings, kwh, new Range(0, 1), new Range(228, 232), Flaws.NONE);
    }
}

package io.wattline.energy.alert;

import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The rules over the hours of a pair: silent, frozen, other load, and flawed readings.
final class HourRules {

    private static final int DAY_HOURS = 24;
    private static final int SILENT_HOURS = 6;
    private static final double DRAWN_WHILE_SILENT_KWH = 2;
    private static final int FROZEN_HOURS = 3;
    private static final int LEAST_READINGS = 2;
    private static final int ALONE_HOURS = 12;
    private static final int OVERDUE_HOURS = 36;
    private static final double ALONE_KWH = 0.1;
    private static final int FLAWED_READINGS = 2;
    private static final int LEAST_DAY_READINGS = 20;
    private static final double DROPPED_SHARE = 0.05;

    private final List<PairHour> hours;

    /// @throws IllegalArgumentException if an hour is missing between the first and the last
    HourRules(List<PairHour> hours) {
        for (int i = 1; i < hours.size(); i++) {
            if (!hours.get(i).startsAt().equals(hours.get(i - 1).endsAt())) {
                throw new IllegalArgumentException("hours must follow each other, also empty ones; after "
                        + hours.get(i - 1).startsAt() + " comes "
                        + hours.get(i).startsAt());
            }
        }
        this.hours = List.copyOf(hours);
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all.addAll(episodes(AlertKind.SILENT, i -> silent(i, Device.METER, 0)));
        all.addAll(episodes(AlertKind.SILENT, i -> silent(i, Device.VEHICLE, DRAWN_WHILE_SILENT_KWH)));
        all.addAll(episodes(AlertKind.FROZEN, this::frozen));
        all.addAll(episodes(AlertKind.OTHER_LOAD, this::otherLoad));
        for (Device device : Device.values()) {
            all.addAll(episodes(AlertKind.IMPLAUSIBLE_POWER, i -> flawed(i, device, Flaws::implausible)));
            all.addAll(episodes(AlertKind.BAD_FIELD, i -> badField(i, device)));
            all.addAll(episodes(AlertKind.CONFLICT, i -> flawed(i, device, Flaws::conflicts)));
        }
        return all;
    }

    private List<Finding> episodes(AlertKind kind, IntFunction<Witness> rule) {
        Episodes episodes = new Episodes(kind);
        for (int i = 0; i < hours.size(); i++) {
            episodes.hear(hours.get(i).endsAt(), rule.apply(i));
        }
        return episodes.findings();
    }

    /// Without readings for 6 hours after it had some. A parked vehicle may sleep: of it more is asked, that its meter
    /// drew meanwhile.
    private Witness silent(int i, Device device, double drawnKwh) {
        int first = i + 1;
        double drawn = 0;
        while (first > 0 && device.in(hours.get(first - 1)).isSilent()) {
            first--;
            drawn += kwh(hours.get(first).meter());
        }
        boolean usedToBeat = first > 0;
        if (first > i) {
            return Witness.DENIES;
        }
        return usedToBeat && i - first + 1 >= SILENT_HOURS && drawn >= drawnKwh
                ? new Witness.Holds(hours.get(first).startsAt(), Map.of(Finding.DEVICE, device.word()))
                : Witness.SAYS_NOTHING;
    }

    /// Energy and voltage of the meter unmoved for 3 hours, where the voltage moved within the day before: a meter that
    /// tells a nominal voltage is no witness. It is over when the meter moved for as long.
    private Witness frozen(int i) {
        int first = i + 1;
        while (first > 0 && isFrozen(hours.get(first - 1).meter(), hours.get(i).meter())) {
            first--;
        }
        boolean voltageMoved = hours.subList(Math.max(0, first - DAY_HOURS), first).stream()
                .map(hour -> hour.meter().voltageRange())
                .anyMatch(range -> range != null && !range.isOneValue());
        if (voltageMoved && i - first + 1 >= FROZEN_HOURS) {
            return new Witness.Holds(hours.get(first).startsAt(), Map.of(Finding.DEVICE, Device.METER.word()));
        }
        boolean moves = hours.subList(Math.max(0, i + 1 - FROZEN_HOURS), i + 1).stream()
                .map(PairHour::meter)
                .allMatch(hour -> !hour.isSilent() && !isFrozen(hour, hour));
        return moves ? Witness.DENIES : Witness.SAYS_NOTHING;
    }

    private static boolean isFrozen(DeviceHour hour, DeviceHour last) {
        @Nullable Range kwh = hour.kwhRange();
        @Nullable Range voltage = hour.voltageRange();
        return kwh != null
                && voltage != null
                && hour.readings() >= LEAST_READINGS
                && kwh.isOneValue()
                && voltage.isOneValue()
                && kwh.equals(last.kwhRange())
                && voltage.equals(last.voltageRange());
    }

    /// The meter moves in 12 of 24 hours in which the vehicle, which is not overdue, does not.
    private Witness otherLoad(int i) {
        List<PairHour> alone = day(i).stream()
                .filter(hour ->
                        kwh(hour.meter()) >= ALONE_KWH && hour.vehicle().kwh().signum() == 0)
                .toList();
        int moved = i;
        while (moved > 0 && hours.get(moved).vehicle().kwh().signum() == 0) {
            moved--;
        }
        if (alone.size() < ALONE_HOURS) {
            return Witness.DENIES;
        }
        return i - moved <= OVERDUE_HOURS
                ? new Witness.Holds(alone.getFirst().startsAt(), Map.of("hours", String.valueOf(alone.size())))
                : Witness.SAYS_NOTHING;
    }

    /// At least two flawed readings in a day.
    private Witness flawed(int i, Device device, ToIntFunction<Flaws> count) {
        List<PairHour> flawed = day(i).stream()
                .filter(hour -> count.applyAsInt(device.in(hour).flaws()) > 0)
                .toList();
        int readings = flawed.stream()
                .mapToInt(hour -> count.applyAsInt(device.in(hour).flaws()))
                .sum();
        return readings >= FLAWED_READINGS
                ? new Witness.Holds(
                        flawed.getFirst().startsAt(),
                        Map.of(Finding.DEVICE, device.word(), "readings", String.valueOf(readings)))
                : Witness.DENIES;
    }

    /// More than 5 % of a day's readings dropped a field.
    private Witness badField(int i, Device device) {
        List<DeviceHour> day = day(i).stream().map(device::in).toList();
        int readings = day.stream().mapToInt(DeviceHour::readings).sum();
        int dropped =
                day.stream().mapToInt(hour -> hour.flaws().fieldsDropped()).sum();
        boolean isMuch = readings >= LEAST_DAY_READINGS && dropped > DROPPED_SHARE * readings;
        return isMuch ? flawed(i, device, Flaws::fieldsDropped) : Witness.DENIES;
    }

    /// Hour `i` and up to 23 before it.
    private List<PairHour> day(int i) {
        return hours.subList(Math.max(0, i + 1 - DAY_HOURS), i + 1);
    }

    private static double kwh(DeviceHour hour) {
        return hour.kwh().doubleValue();
    }
}

package io.wattline.energy.alert;

import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import java.time.Instant;
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

    // A run of unmoved hours and the day before it lie within what is looked back.
    private static final int LONGEST_RUN_HOURS = (int) HourFindings.LOOKING_BACK.toHours() - DAY_HOURS;

    private final List<PairHour> hours;
    private final Silence meterSilence;
    private final Silence vehicleSilence;

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
        this.meterSilence = new Silence(Device.METER, hours);
        this.vehicleSilence = new Silence(Device.VEHICLE, hours);
    }

    /// A rule over the hours, and of which device it speaks.
    ///
    /// @param device null where it is about both
    private record Rule(AlertKind kind, @Nullable Device device, IntFunction<Witness> witness) {

        boolean isAbout(Finding finding) {
            return finding.kind() == kind
                    && (device == null || device.word().equals(finding.facts().get(Finding.DEVICE)));
        }
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(AlertKind.SILENT, Device.METER, i -> silent(i, meterSilence, 0)));
        rules.add(new Rule(AlertKind.SILENT, Device.VEHICLE, i -> silent(i, vehicleSilence, DRAWN_WHILE_SILENT_KWH)));
        rules.add(new Rule(AlertKind.FROZEN, Device.METER, this::frozen));
        rules.add(new Rule(AlertKind.OTHER_LOAD, null, this::otherLoad));
        for (Device device : Device.values()) {
            rules.add(new Rule(AlertKind.IMPLAUSIBLE_POWER, device, i -> flawed(i, device, Flaws::implausible)));
            rules.add(new Rule(AlertKind.BAD_FIELD, device, i -> badField(i, device)));
            rules.add(new Rule(AlertKind.CONFLICT, device, i -> flawed(i, device, Flaws::conflicts)));
        }
        return rules;
    }

    /// What is found in the hours that end after `from`, with the findings of `open` going on.
    ///
    /// @param open at most one of each kind and device
    List<Finding> findings(Instant from, List<Finding> open) {
        List<Finding> all = new ArrayList<>();
        for (Rule rule : rules()) {
            @Nullable
            Finding before = open.stream().filter(rule::isAbout).findFirst().orElse(null);
            Episodes episodes = new Episodes(rule.kind(), before);
            for (int i = 0; i < hours.size(); i++) {
                if (hours.get(i).endsAt().isAfter(from)) {
                    episodes.hear(hours.get(i).endsAt(), rule.witness().apply(i));
                }
            }
            all.addAll(episodes.findings());
        }
        return all;
    }

    /// Without readings for 6 hours after it had some. A parked vehicle may sleep: of it more is asked, that its meter
    /// drew meanwhile.
    private Witness silent(int i, Silence silence, double drawnKwh) {
        int length = silence.hoursAt(i);
        if (length == 0) {
            return Witness.DENIES;
        }
        int first = i - length + 1;
        boolean usedToBeat = first > 0 && length < HourFindings.LOOKING_BACK.toHours();
        return usedToBeat && length >= SILENT_HOURS && silence.drawnKwhAt(i) >= drawnKwh
                ? new Witness.Holds(
                        hours.get(first).startsAt(),
                        Map.of(Finding.DEVICE, silence.device().word()))
                : Witness.SAYS_NOTHING;
    }

    /// Energy and voltage of the meter unmoved for 3 hours, where the voltage moved within the day before: a meter that
    /// tells a nominal voltage is no witness. It is over when the meter moved for as long.
    private Witness frozen(int i) {
        int earliest = Math.max(0, i + 1 - LONGEST_RUN_HOURS);
        int first = i + 1;
        while (first > earliest
                && isFrozen(hours.get(first - 1).meter(), hours.get(i).meter())) {
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
        while (moved > 0
                && i - moved <= OVERDUE_HOURS
                && hours.get(moved).vehicle().kwh().signum() == 0) {
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

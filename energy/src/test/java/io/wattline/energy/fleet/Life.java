package io.wattline.energy.fleet;

/// What a vehicle and its meter truly do, minute by minute.
final class Life {

    static final int DAY = 1_440;

    // 6 A on one phase: no charger offers less (IEC 61851-1).
    private static final double LEAST_KW = 1.4;

    private final Traits traits;
    private final Weather weather;
    private final Fault fault;
    private final int onset;
    // kW of the meter, of the vehicle at the meter, and of the vehicle elsewhere; °C of the battery.
    final double[] ac;
    final double[] dc;
    final double[] battery;
    private double wander;
    private double recalibrated;
    private int busyUntil;

    /// @param onset the minute at which the fault begins
    Life(long seed, int number, int days, Weather weather, Fault fault, int onset) {
        this.traits = Traits.draw(new Chance(seed, number, 1));
        this.weather = weather;
        this.fault = fault;
        this.onset = onset;
        ac = new double[days * DAY];
        dc = new double[days * DAY];
        battery = new double[days * DAY];
        for (int minute = 0; minute < battery.length; minute++) {
            battery[minute] = weather.at(minute) + 3;
        }
        Chance chance = new Chance(seed, number, 2);
        Chance around = new Chance(seed, number, 4);
        for (double day = 0; day < days; day += traits.pauseDays()) {
            charge(day, chance, around);
            if (traits.pauseDays() <= 1 || day % 2 == 0) {
                others((int) day, around, days);
            }
        }
    }

    private void charge(double day, Chance chance, Chance around) {
        int begin = (int) (day * DAY + (traits.hour() + chance.normal(0, 0.35)) * 60);
        double want = traits.kwh() * chance.logNormal(1, 0.3) * (traits.pauseDays() < 1 ? 0.6 : 1);
        if (chance.happens(0.12)) {
            want = chance.between(0.4, 4);
        }
        wander = 0.93 * wander + chance.normal(0, 0.004 * Math.sqrt(1 - 0.93 * 0.93));
        if (chance.happens(1 / 120.0)) {
            recalibrated += chance.normal(0, 0.007);
        }
        double luck = chance.normal(0, 0.005) + wander;
        double warmth = chance.between(0, 10);
        boolean tapers = chance.happens(0.4);
        double top = traits.ratedKw() * chance.between(0.97, 1);
        Chance minutes = new Chance(chance.whole(0, Integer.MAX_VALUE), begin, 5);
        if (begin < 5 || begin >= ac.length - 60 || begin < busyUntil + 45) {
            return;
        }
        double temperature = weather.at(begin) + warmth;
        int end = run(begin, want, temperature, luck, tapers, top, minutes);
        busyUntil = end;
        around(end, around);
    }

    private int run(
            int begin, double want, double temperature, double luck, boolean tapers, double top, Chance minutes) {
        double power = top;
        int hop = 0;
        double delivered = 0;
        double heat = traits.heaterKwh() * Math.max(0, 5 - temperature);
        double cold = traits.coldLoss() * Math.max(0, 15 - temperature);
        double tail = top;
        int minute = begin;
        for (; minute < Math.min(ac.length, begin + DAY) && delivered < want; minute++) {
            if (traits.follows() && --hop <= 0) {
                hop = minutes.whole(8, 25);
                power = Math.min(top, minutes.between(Math.max(LEAST_KW, top * 0.15), top));
            }
            double kw = power;
            if (tapers && delivered > 0.85 * want) {
                tail = Math.max(LEAST_KW, tail * Math.exp(-1 / Math.max(10, 9 * want / top)));
                kw = Math.min(power, tail);
            }
            double share =
                    1 - traits.lossShare(kw) - cold + luck + minutes.normal(0, 0.004) - fault.lostShare(minute - onset);
            double got = Math.max(0, kw * share);
            double heating = Math.min(heat, Math.min(3, 0.6 * kw) / 60);
            heat -= heating;
            got = Math.max(0, got - heating * 60);
            ac[minute] += kw;
            dc[minute] += got * (1 + recalibrated);
            battery[minute] = temperature + 6 * (1 - Math.exp(-(minute - begin) / 150.0));
            delivered += got / 60;
        }
        return minute;
    }

    /// Preheating and lingering: the meter alone, and no fault.
    private void around(int end, Chance chance) {
        boolean lingers = chance.happens(0.4);
        int length = (int) chance.between(30, 200);
        double kw = chance.between(0.08, 0.3);
        if (traits.habits().lingers() && lingers && end < ac.length - 300) {
            add(end, length, kw);
        }
        int leave = end + (int) chance.between(120, 500);
        boolean preheats = chance.happens(weather.at(Math.min(end, ac.length - 1)) < 5 ? 0.35 : 0.1);
        length = (int) chance.between(8, 25);
        kw = chance.between(1.5, 5);
        if (traits.habits().preheats() && preheats && leave < ac.length - 40) {
            add(leave, length, kw);
        }
    }

    /// A guest at the meter, and a fast charger elsewhere.
    private void others(int day, Chance chance, int days) {
        if (chance.happens(1 / 40.0)) {
            int at = (int) (day * DAY + chance.between(8, 15) * 60);
            double kw = chance.between(3, 11);
            int length = (int) chance.between(60, 180);
            if (isFree(at - 60, at + length + 60)) {
                add(at, length, kw);
            }
        }
        if (traits.habits().elsewhere() && chance.happens(0.15) && day < days - 1) {
            int at = (int) (day * DAY + chance.between(9, 15) * 60);
            double kw = chance.between(40, 120);
            int length = (int) chance.between(10, 30);
            if (isFree(at - 60, at + length + 60)) {
                for (int minute = at; minute < at + length; minute++) {
                    dc[minute] += kw;
                }
            }
        }
    }

    private boolean isFree(int from, int to) {
        if (from < 0 || to >= ac.length) {
            return false;
        }
        for (int minute = from; minute < to; minute++) {
            if (ac[minute] > 0) {
                return false;
            }
        }
        return true;
    }

    private void add(int at, int length, double kw) {
        for (int minute = at; minute < Math.min(ac.length, at + length); minute++) {
            ac[minute] += kw;
        }
    }
}

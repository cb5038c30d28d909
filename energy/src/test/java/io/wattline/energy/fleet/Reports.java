package io.wattline.energy.fleet;

import java.util.Arrays;

/// What the meter and the vehicle tell of a life: counters with steps, clocks that are off, readings that are lost.
final class Reports {

    private static final int NEVER = Integer.MAX_VALUE;

    /// One side: the energy of each minute in millionths of a kWh, and whether its reading arrived.
    record Stream(long[] microKwh, boolean[] there) {}

    final Stream meter;
    final Stream vehicle;
    /// °C by the vehicle's clock; NaN where it tells none.
    final double[] battery;

    private final Chance losing;

    Reports(long seed, int number, Life life, Fault fault, int onset) {
        Chance chance = new Chance(seed, number, 6);
        losing = new Chance(seed, number, 3);
        int from = fault == Fault.NONE ? NEVER : onset;
        meter = meter(life, chance, fault, from, new Chance(seed, number, 7));
        double dcGain = 1 + chance.between(-0.03, 0.03);
        double dcStep = chance.choice(new double[] {0.1, 0.01, 0.001}, new double[] {0.5, 0.25, 0.25});
        int poll = chance.happens(0.15) ? 5 : 1;
        int phase = chance.whole(0, 5);
        int clock = clock(chance);
        boolean tellsTemperature = chance.happens(0.85);
        long[] told = new long[life.dc.length];
        double counter = 0;
        double shown = 0;
        for (int minute = 0; minute < told.length; minute++) {
            counter += life.dc[minute] * dcGain / 60;
            if ((minute + 1) % poll == phase % poll) {
                double now = Math.floor(counter / dcStep + 1e-9) * dcStep;
                int at = Math.clamp(minute + clock, 0, told.length - 1);
                told[at] += Math.round((now - shown) * 1e6 * factor(fault, minute >= from));
                shown = now;
            }
        }
        vehicle = lost(told, NEVER);
        battery = new double[told.length];
        Arrays.fill(battery, Double.NaN);
        for (int minute = 0; minute < told.length && tellsTemperature; minute++) {
            battery[Math.clamp(minute + clock, 0, told.length - 1)] = Math.round(life.battery[minute]);
        }
    }

    private static double factor(Fault fault, boolean isOn) {
        if (!isOn) {
            return 1;
        }
        return switch (fault) {
            case VEHICLE_WH -> 1_000;
            case VEHICLE_DEAD -> 0;
            default -> 1;
        };
    }

    /// Most clocks are right; a few minutes off is common, and a logger that is a quarter of an hour late is not rare.
    private static int clock(Chance chance) {
        double kind = chance.between(0, 1);
        int few = chance.whole(1, 5) * (chance.happens(0.5) ? 1 : -1);
        int many = -chance.whole(5, 21);
        return kind < 0.10 ? few : kind < 0.13 ? many : 0;
    }

    private Stream meter(Life life, Chance chance, Fault fault, int from, Chance pump) {
        double error = chance.happens(0.7) ? 0.01 : 0.02;
        double gain = 1 + chance.between(-error, error);
        double step = chance.choice(new double[] {0.0001, 0.001, 0.01, 0.1}, new double[] {0.1, 0.7, 0.15, 0.05});
        double standby = chance.happens(0.7) ? chance.between(0, 0.008) : 0;
        double pumpKw = pump.between(0.8, 2.5);
        int hop = 0;
        boolean pumping = false;
        long[] told = new long[life.ac.length];
        double counter = 0;
        double shown = 0;
        for (int minute = 0; minute < told.length; minute++) {
            if (--hop <= 0) {
                hop = pump.whole(20, 90);
                pumping = !pumping;
            }
            double kw = life.ac[minute] * gain + standby;
            if (minute >= from) {
                kw = switch (fault) {
                    case METER_DEAD -> 0;
                    case METER_HALF -> kw / 2;
                    case OTHER_LOAD -> kw + (pumping ? pumpKw : 0);
                    default -> kw;
                };
            }
            counter += kw / 60 * (1 + losing.normal(0, 0.001));
            double now = Math.floor(counter / step + 1e-9) * step;
            told[minute] = Math.round((now - shown) * 1e6);
            shown = now;
        }
        return lost(told, fault == Fault.METER_SILENT ? from : NEVER);
    }

    /// Single readings get lost, and outages take some; the reading after half of them carries what they held.
    private Stream lost(long[] told, int silentFrom) {
        boolean[] there = new boolean[told.length];
        for (int minute = 0; minute < told.length; minute++) {
            there[minute] = !losing.happens(0.002);
        }
        int outages = losing.count(told.length / 1_440.0 / 5);
        for (int i = 0; i < outages; i++) {
            int from = losing.whole(0, told.length - 200);
            int length = (int) Math.clamp(losing.logNormal(10, 0.9), 2, 180);
            boolean carries = losing.happens(0.5);
            long held = 0;
            for (int minute = from; minute < from + length; minute++) {
                there[minute] = false;
                held += told[minute];
            }
            if (carries) {
                there[from + length] = true;
                told[from + length] += held;
            }
        }
        for (int minute = silentFrom; minute < told.length; minute++) {
            there[minute] = false;
        }
        return new Stream(told, there);
    }
}

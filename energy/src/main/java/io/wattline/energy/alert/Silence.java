package io.wattline.energy.alert;

import io.wattline.energy.pairing.Heartbeats;
import java.util.List;

/// How long a device has been silent at each hour, and what its meter drew meanwhile. One pass over the hours.
final class Silence {

    private final Device device;
    private final int[] hours;
    private final long[] drawnMicroKwh;

    Silence(Device device, List<PairHour> all) {
        this.device = device;
        this.hours = new int[all.size()];
        this.drawnMicroKwh = new long[all.size()];
        for (int i = 0; i < hours.length; i++) {
            PairHour hour = all.get(i);
            if (device.in(hour).isSilent()) {
                long drawn =
                        hour.meter().kwh().movePointRight(Heartbeats.KWH_SCALE).longValue();
                hours[i] = i == 0 ? 1 : hours[i - 1] + 1;
                drawnMicroKwh[i] = drawn + (i == 0 ? 0 : drawnMicroKwh[i - 1]);
            }
        }
    }

    Device device() {
        return device;
    }

    /// How many hours up to hour `i` and with it are silent; 0 if hour `i` is not.
    int hoursAt(int i) {
        return hours[i];
    }

    /// What the meter drew in them.
    double drawnKwhAt(int i) {
        return drawnMicroKwh[i] / 1e6;
    }
}

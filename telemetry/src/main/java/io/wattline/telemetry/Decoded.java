package io.wattline.telemetry;

import java.util.List;

/// The result of decoding one payload. Every item of the message is in one of the two lists.
///
/// @param readings the good readings, in the order sent
/// @param rejections the items refused, in the order sent; a single one without index if the message was refused whole
public record Decoded(List<Reading> readings, List<Rejection> rejections) {

    public Decoded {
        readings = List.copyOf(readings);
        rejections = List.copyOf(rejections);
    }

    /// How many items the message counts as.
    public int items() {
        return readings.size() + rejections.size();
    }

    /// The position in the message of the good reading number `ordinal`, counted from 0.
    public int indexOfReading(int ordinal) {
        int index = ordinal;
        for (Rejection rejection : rejections) {
            if (rejection.index() != null && rejection.index() <= index) {
                index++;
            }
        }
        return index;
    }

    /// A message refused whole.
    public static Decoded refused(Rejection rejection) {
        return new Decoded(List.of(), List.of(rejection));
    }
}

package io.wattline.energy.loss;

import java.util.Arrays;

/// A row of numbers that does not change, equal to another with the same numbers.
public final class Numbers {

    private final double[] values;

    private Numbers(double[] values) {
        this.values = values;
    }

    /// A row of these numbers, copied.
    public static Numbers of(double... values) {
        return new Numbers(values.clone());
    }

    /// How many there are.
    public int size() {
        return values.length;
    }

    /// Number `i`, the first being 0.
    public double get(int i) {
        return values[i];
    }

    /// A copy of them.
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numbers that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}

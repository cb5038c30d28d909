package io.wattline.energy.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a kWh from the grid costs.
///
/// @param perKwh its price, not negative
/// @param currency of the price, such as `EUR`
public record Tariff(BigDecimal perKwh, String currency) {

    private static final int CENTS = 2;

    /// @throws IllegalArgumentException if the price is negative, or the currency is no code of three capital letters
    public Tariff {
        if (perKwh.signum() < 0) {
            throw new IllegalArgumentException("the price of a kWh is at least 0");
        }
        currency = currency(currency);
    }

    /// The same text.
    ///
    /// @throws IllegalArgumentException if it is no code of three capital letters
    public static String currency(String text) {
        if (!text.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("a currency is a code of three capital letters such as EUR");
        }
        return text;
    }

    /// Reads one.
    ///
    /// @param perKwh a decimal such as `0.31`
    /// @throws IllegalArgumentException if it is none
    public static Tariff parse(String perKwh, String currency) {
        if (!perKwh.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
            throw new IllegalArgumentException("the price of a kWh is a decimal number such as 0.31");
        }
        return new Tariff(new BigDecimal(perKwh), currency);
    }

    /// The price of so much energy, to two decimal places, half-even.
    public BigDecimal of(BigDecimal kwh) {
        return perKwh.multiply(kwh).setScale(CENTS, RoundingMode.HALF_EVEN);
    }
}

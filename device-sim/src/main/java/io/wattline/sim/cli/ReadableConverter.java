package io.wattline.sim.cli;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts an option and says in words what it should have been; picocli's own converters name Java
/// exceptions.
///
/// @param parse throws [DateTimeException] or [IllegalArgumentException]
/// @param wanted completes "not …"
record ReadableConverter<T>(Function<String, T> parse, String wanted) implements ITypeConverter<T> {

    static CommandLine register(CommandLine line) {
        return line.registerConverter(
                        Instant.class,
                        new ReadableConverter<>(Instant::parse, "an instant such as 2026-11-20T15:00:00Z"))
                .registerConverter(
                        Duration.class, new ReadableConverter<>(Duration::parse, "a duration such as PT60S or PT10M"))
                .registerConverter(
                        LocalDate.class, new ReadableConverter<>(LocalDate::parse, "a date such as 2026-11-20"))
                .registerConverter(
                        URI.class, new ReadableConverter<>(URI::create, "an address such as mqtt://host:1883"));
    }

    @Override
    public T convert(String text) {
        try {
            return parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new TypeConversionException("not " + wanted + ": " + text);
        }
    }
}

package io.wattline.sim.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A share of something: `2%`, `0.5%` or `0.02`.
final class ShareConverter implements ITypeConverter<Double> {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?%?");

    @Override
    public Double convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new TypeConversionException("not a share such as 2% or 0.02: " + text);
        }
        boolean percent = text.endsWith("%");
        double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
        double share = percent ? number / 100 : number;
        if (share > 1) {
            throw new TypeConversionException("a share is at most 100% or 1: " + text);
        }
        return share;
    }
}

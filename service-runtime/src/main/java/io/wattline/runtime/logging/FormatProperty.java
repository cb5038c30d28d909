package io.wattline.runtime.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Names the half of the log configuration that `LOG_FORMAT` asks for; the one for text where it asks for nothing that
/// there is.
///
/// Logback would look for a file named after any value, and print that name if there is none: a secret, perhaps, that
/// went into the wrong line. The services refuse such a value on their own, without repeating it.
public final class FormatProperty extends PropertyDefinerBase {

    private static final String KEY = "LOG_FORMAT";

    @Override
    public String getPropertyValue() {
        @Nullable String given = getContext().getProperty(KEY);
        String wanted = (given == null ? System.getenv().getOrDefault(KEY, "") : given).strip();
        return Arrays.stream(LogFormat.values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .filter(wanted::equals)
                .findFirst()
                .orElse("text");
    }
}

package io.wattline.runtime.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/// The conversion word `%safeMessage`: the message and its key=value pairs, escaped and cut.
public final class SafeMessageConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        if (event.getKeyValuePairs() == null) {
            return LogText.safe(String.valueOf(event.getFormattedMessage()));
        }
        StringBuilder line = new StringBuilder(String.valueOf(event.getFormattedMessage()));
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            line.append(' ').append(pair.key).append('=').append(pair.value);
        }
        return LogText.safe(line.toString());
    }
}

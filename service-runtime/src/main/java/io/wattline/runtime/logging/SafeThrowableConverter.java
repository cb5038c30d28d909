package io.wattline.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/// The conversion word `%safeThrowable`: the exception and its causes, with escaped messages and bounded depth.
public final class SafeThrowableConverter extends ThrowableHandlingConverter {

    static final int MAX_CAUSES = 5;
    static final int MAX_FRAMES = 25;

    @Override
    public String convert(ILoggingEvent event) {
        StringBuilder text = new StringBuilder();
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        for (int depth = 0; thrown != null && depth < MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ")
                    .append(thrown.getClassName())
                    .append(": ")
                    .append(LogText.safe(String.valueOf(thrown.getMessage())))
                    .append('\n');
            appendFrames(text, thrown.getStackTraceElementProxyArray());
            thrown = thrown.getCause();
        }
        return text.toString();
    }

    private static void appendFrames(StringBuilder text, StackTraceElementProxy[] frames) {
        int shown = Math.min(frames.length, MAX_FRAMES);
        for (int i = 0; i < shown; i++) {
            text.append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
        if (shown < frames.length) {
            text.append("\t... ").append(frames.length - shown).append(" more\n");
        }
    }
}

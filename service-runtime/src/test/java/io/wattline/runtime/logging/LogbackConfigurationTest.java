package io.wattline.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.runtime.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogbackConfigurationTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    // What the shipped configuration writes for an event.
    private String written(LogFormat format, String message, Throwable thrown, KeyValuePair... pairs)
            throws JoranException {
        return written(format.name().toLowerCase(Locale.ROOT), message, thrown, pairs);
    }

    private String written(String format, String message, Throwable thrown, KeyValuePair... pairs)
            throws JoranException {
        context.putProperty("LOG_FORMAT", format);
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogbackConfigurationTest.class.getResource("/logback.xml"));
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .allMatch(status -> status.getEffectiveLevel() < Status.WARN);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        LoggingEvent event = new LoggingEvent("", context.getLogger("a.b.C"), Level.INFO, message, thrown, null);
        for (KeyValuePair pair : pairs) {
            event.addKeyValuePair(pair);
        }
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void writesOneTextLinePerEvent() throws JoranException {
        String line = written(LogFormat.TEXT, "done\nFORGED", null, new KeyValuePair("rows", 7));
        assertThat(line).matches("20[0-9-]+T[0-9:]+\\.[0-9]{3}Z INFO  \\[main] a.b.C done\\\\u000aFORGED rows=7\n");
    }

    @Test
    void escapesExceptionMessagesAndBoundsTheirFrames() throws JoranException {
        Exception fault = new IllegalStateException("first\nFORGED", new IllegalArgumentException("cause"));
        String text = written(LogFormat.TEXT, "failed", fault);
        assertThat(text)
                .contains("java.lang.IllegalStateException: first\\u000aFORGED\n\tat ")
                .contains("\nCaused by: java.lang.IllegalArgumentException: cause\n\tat ");
        assertThat(text.lines().count()).isLessThan(2 * (SafeThrowableConverter.MAX_FRAMES + 3L));
    }

    @Test
    void writesOneJsonObjectPerLine() throws JoranException {
        String line = written(LogFormat.JSON, "done \"\n\u2028", new IllegalStateException("why"));
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = Json.read(line.strip().getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("level").textValue()).isEqualTo("INFO");
        assertThat(json.path("logger").textValue()).isEqualTo("a.b.C");
        assertThat(json.path("message").textValue()).isEqualTo("done \"\\u000a\\u2028");
        assertThat(json.path("exception").textValue()).startsWith("java.lang.IllegalStateException: why\n");
        assertThat(json.path("timestamp").textValue()).endsWith("Z");
    }

    @Test
    void usesTextForAnUnknownFormat() throws JoranException {
        String line = written("hunter2", "done", null);
        assertThat(line).endsWith("Z INFO  [main] a.b.C done\n");
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .allSatisfy(status -> assertThat(status.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void dropsTheStackTraceOfEachFailedRollback() throws JoranException {
        written(LogFormat.TEXT, "done", null);
        for (String repeated : List.of(
                "org.springframework.transaction.support.TransactionTemplate",
                "org.springframework.jdbc.support.JdbcTransactionManager")) {
            assertThat(context.getLogger(repeated).isErrorEnabled()).isFalse();
        }
    }
}

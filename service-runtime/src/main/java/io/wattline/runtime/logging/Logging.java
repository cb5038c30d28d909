package io.wattline.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Starts and ends logging for a process; the configuration itself is `logback.xml` on the class path.
public final class Logging {

    private Logging() {}

    /// Sends `java.util.logging` the same way as everything else. Called first thing in `main`; repeating it is
    /// harmless.
    public static void start() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    /// Flushes and closes the log; nothing may be logged afterwards.
    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}

package io.wattline.runtime.logging;

/// How log events are written (`LOG_FORMAT`). `logback.xml` has an appender of each name in lower case.
public enum LogFormat {
    /// One readable line.
    TEXT,
    /// One JSON object a line.
    JSON
}

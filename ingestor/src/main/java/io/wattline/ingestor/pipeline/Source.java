package io.wattline.ingestor.pipeline;

/// How a message came in; the spelling of tables and metrics.
public enum Source {
    MQTT("mqtt"),
    HTTP("http");

    private final String code;

    Source(String code) {
        this.code = code;
    }

    /// `mqtt` or `http`.
    public String code() {
        return code;
    }
}

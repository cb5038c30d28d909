package io.wattline.ingestor.mqtt;

/// The broker cannot be reached, does not let us in, or does not answer. Time or an operator helps.
final class BrokerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerUnavailableException(String message) {
        super(message);
    }

    BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

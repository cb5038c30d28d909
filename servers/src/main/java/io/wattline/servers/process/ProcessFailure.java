package io.wattline.servers.process;

/// A child process did not do what was waited for; the message has its newest lines.
public final class ProcessFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProcessFailure(String message) {
        super(message);
    }
}

package io.wattline.ingestor.outbox;

/// A message did not go out. The message says why, without secrets.
public final class UndeliverableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean nothingGoes;

    private UndeliverableException(String message, boolean nothingGoes) {
        super(message);
        this.nothingGoes = nothingGoes;
    }

    /// This message was refused; another may not be.
    public static UndeliverableException refused(String why) {
        return new UndeliverableException(why, false);
    }

    /// Nobody can be reached, so no other message goes out now either.
    public static UndeliverableException unreachable(String why) {
        return new UndeliverableException(why, true);
    }

    /// Whether it is no use to try another message now.
    public boolean nothingGoes() {
        return nothingGoes;
    }
}

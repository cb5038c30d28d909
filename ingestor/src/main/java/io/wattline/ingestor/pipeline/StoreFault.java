package io.wattline.ingestor.pipeline;

/// A batch could not be stored. The subclass says what can help; nothing of the batch may be acknowledged.
public abstract sealed class StoreFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StoreFault(String message, Throwable cause) {
        super(message, cause);
    }

    /// Time helps: connection lost, deadlock, disk full, and everything unknown.
    public static final class Transient extends StoreFault {
        private static final long serialVersionUID = 1L;

        public Transient(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A smaller batch may help: the statement or its answer took longer than allowed.
    public static final class TooSlow extends StoreFault {
        private static final long serialVersionUID = 1L;

        public TooSlow(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A lock could not be taken in time. If it is that of a day, the readings of other days need not wait for it.
    public static final class Locked extends StoreFault {
        private static final long serialVersionUID = 1L;

        public Locked(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// An operator helps: a table, a column or a privilege is missing. Retried too, but readiness goes down.
    public static final class Misconfigured extends StoreFault {
        private static final long serialVersionUID = 1L;

        public Misconfigured(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Leaving out the row helps: the database refuses a value.
    public static final class BadData extends StoreFault {
        private static final long serialVersionUID = 1L;

        public BadData(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Making a partition helps.
    public static final class NoPartition extends StoreFault {
        private static final long serialVersionUID = 1L;

        public NoPartition(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The connection was lost between COMMIT and its answer: writing the same again helps, since the key makes that
    /// harmless whether the COMMIT was carried out or not.
    public static final class CommitUnanswered extends StoreFault {
        private static final long serialVersionUID = 1L;

        public CommitUnanswered(Throwable cause) {
            super("no answer to COMMIT", cause);
        }
    }
}

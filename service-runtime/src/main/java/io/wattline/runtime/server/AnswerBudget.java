package io.wattline.runtime.server;

import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Problem;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes of all answers that are made or written at a time, over all connections. Without it a few clients
/// that do not read long answers fill the heap, since an answer stays in memory until its last byte has left.
///
/// An answer of at most [#UNCOUNTED_BYTES] passes in any case, so that probes and live state answer
/// always. One that is longer than the whole budget passes where it is the only one.
final class AnswerBudget {

    /// An answer of at most so many bytes is not counted.
    static final int UNCOUNTED_BYTES = 16_384;

    private static final int RETRY_AFTER_SECONDS = 5;

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    AnswerBudget(HttpLimits.Answers limits) {
        this.max = limits.maxBytesInFlight();
    }

    /// Bytes held now.
    long taken() {
        return taken.get();
    }

    /// The room of one answer, empty at first.
    Room open() {
        return new Room();
    }

    private boolean tryTake(long bytes) {
        while (true) {
            long before = taken.get();
            if (before > 0 && before + bytes > max) {
                return false;
            }
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
    }

    /// What one answer has taken. Used by the thread of its connection only.
    final class Room implements AnswerBytes, AutoCloseable {

        private long held;

        private Room() {}

        @Override
        public void take(long bytes) {
            if (bytes <= held || bytes <= UNCOUNTED_BYTES) {
                return;
            }
            if (!tryTake(bytes - held)) {
                throw Problem.unavailable(
                                "Too much is asked at once: other answers are still being read; ask for less, or try"
                                        + " again shortly",
                                RETRY_AFTER_SECONDS)
                        .asException();
            }
            held = bytes;
        }

        /// Keeps room for what the answer really has, and gives back the rest.
        void keepOnly(long bytes) {
            if (bytes < held) {
                taken.addAndGet(bytes - held);
                held = bytes;
            } else {
                take(bytes);
            }
        }

        @Override
        public void close() {
            taken.addAndGet(-held);
            held = 0;
        }
    }
}

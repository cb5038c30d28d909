package io.wattline.runtime.server;

import java.time.Duration;

/// What one server lets its clients take, all of it bounded.
///
/// @param sizes of one request
/// @param load of all requests together
/// @param times of one exchange
/// @param answers of all answers together
public record HttpLimits(Sizes sizes, Load load, Times times, Answers answers) {

    // While an answer is made, its rows take about five times what it has at the end.
    private static final int HEAP_SHARE = 16;
    private static final long LEAST_ANSWER_BYTES = 8_388_608;
    private static final long MOST_ANSWER_BYTES = 268_435_456;

    /// How long the parts of one request may be.
    ///
    /// @param maxBodyBytes longest request body; beyond it 413
    /// @param maxHeaderBytes longest header section; beyond it 400
    /// @param maxRequestLineBytes longest request line, and so URI; beyond it 414
    public record Sizes(int maxBodyBytes, int maxHeaderBytes, int maxRequestLineBytes) {
        public Sizes {
            requirePositive(maxBodyBytes, "maxBodyBytes");
            requirePositive(maxHeaderBytes, "maxHeaderBytes");
            requirePositive(maxRequestLineBytes, "maxRequestLineBytes");
        }
    }

    /// How much may go on at once.
    ///
    /// @param maxConnections open connections that are served; as many again are told 503, any more are closed
    /// unheard
    /// @param maxConcurrentRequests handlers running at once; probes and metrics do not count
    /// @param maxQueuedRequests requests waiting for one of those places; beyond it 503 at once
    /// @param maxQueueTime longest such wait; after it 503
    public record Load(int maxConnections, int maxConcurrentRequests, int maxQueuedRequests, Duration maxQueueTime) {
        public Load {
            requirePositive(maxConnections, "maxConnections");
            requirePositive(maxConcurrentRequests, "maxConcurrentRequests");
            if (maxQueuedRequests < 0) {
                throw new IllegalArgumentException("maxQueuedRequests must not be negative");
            }
            requirePositive(maxQueueTime, "maxQueueTime");
        }
    }

    /// How long things may take.
    ///
    /// @param idle longest silence on a connection, between requests and within one
    /// @param exchange longest time from a request line to the last byte of its answer, however busily bytes drip
    /// @param shutdownGrace how long running exchanges may go on once the server stops
    public record Times(Duration idle, Duration exchange, Duration shutdownGrace) {
        public Times {
            requirePositive(idle, "idle");
            requirePositive(exchange, "exchange");
            requirePositive(shutdownGrace, "shutdownGrace");
        }
    }

    /// How much the answers that are being made or written may hold.
    ///
    /// @param maxBytesInFlight their bytes over all connections, beyond it 503; what is open to everyone, such as
    /// metrics, has as much again
    public record Answers(long maxBytesInFlight) {

        public Answers {
            if (maxBytesInFlight <= 0) {
                throw new IllegalArgumentException("maxBytesInFlight must be positive");
            }
        }

        /// What suits a heap of that size: a sixteenth of it, 8 to 256 MiB.
        public static Answers forHeap(long heapBytes) {
            return new Answers(Math.clamp(heapBytes / HEAP_SHARE, LEAST_ANSWER_BYTES, MOST_ANSWER_BYTES));
        }
    }

    /// What suits a small JSON API: 64 KiB bodies, 1,000 connections, 64 requests at once and 256 waiting.
    public static HttpLimits defaults() {
        return new HttpLimits(
                new Sizes(65_536, 16_384, 8_192),
                new Load(1_000, 64, 256, Duration.ofSeconds(1)),
                new Times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5)),
                Answers.forHeap(Runtime.getRuntime().maxMemory()));
    }

    /// The same limits with another longest body.
    public HttpLimits withMaxBodyBytes(int maxBodyBytes) {
        return new HttpLimits(
                new Sizes(maxBodyBytes, sizes.maxHeaderBytes(), sizes.maxRequestLineBytes()), load, times, answers);
    }

    /// The same limits with another load.
    public HttpLimits withLoad(Load other) {
        return new HttpLimits(sizes, other, times, answers);
    }

    /// The same limits with other times.
    public HttpLimits withTimes(Times other) {
        return new HttpLimits(sizes, load, other, answers);
    }

    /// The same limits with another bound on answers.
    public HttpLimits withAnswers(Answers other) {
        return new HttpLimits(sizes, load, times, other);
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }

    private static void requirePositive(Duration value, String name) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}

package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Decoded;
import java.time.Instant;

/// One received message on its way through the pipeline.
///
/// It ends in exactly one of two calls: [#acknowledge] after everything in it was committed, or [#keep] if it will not
/// be acknowledged, so that its sender delivers it again. Both are called by a writer thread and must neither block nor
/// throw.
public interface Delivery {

    /// What carried it.
    Source source();

    /// The topic name it was published to; for HTTP the path it was posted to.
    String topicName();

    /// When it arrived, by our clock, in whole microseconds.
    Instant receivedAt();

    /// How many bytes its payload has.
    int bytes();

    /// The readings and rejections in it; the same at every call. Never throws for anything a sender wrote.
    Decoded decode();

    /// Whether the sender no longer waits for it: its connection is gone, and the sender delivers the content again.
    boolean isAbandoned();

    /// Everything in it is committed: acknowledge.
    void acknowledge(Outcomes outcomes);

    /// It was not committed: do not acknowledge.
    void keep();
}

package io.wattline.ingestor.pipeline;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A delivery that remembers how it ended.
public final class FakeDelivery implements Delivery {

    private final Supplier<Decoded> decoded;
    private final Instant receivedAt;
    private final List<Outcomes> acknowledgements = Collections.synchronizedList(new ArrayList<>());
    private volatile int keeps;
    private int bytes = 100;
    private volatile boolean abandoned;
    private volatile Runnable onAcknowledge = () -> {};

    private FakeDelivery(Supplier<Decoded> decoded, Instant receivedAt) {
        this.decoded = decoded;
        this.receivedAt = receivedAt;
    }

    public static FakeDelivery of(Reading... readings) {
        return of(List.of(readings));
    }

    public static FakeDelivery of(List<? extends Reading> readings) {
        return of(new Decoded(List.copyOf(readings), List.of()));
    }

    public static FakeDelivery of(Decoded decoded) {
        return new FakeDelivery(() -> decoded, Readings.NOON);
    }

    /// A message whose decoding fails because of a bug of ours.
    static FakeDelivery undecodable() {
        return new FakeDelivery(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                Readings.NOON);
    }

    /// A message that is refused whole.
    public static FakeDelivery garbage() {
        return of(Decoded.refused(rejection(null)));
    }

    static Rejection rejection(@Nullable Integer index) {
        return new Rejection(RejectReason.BAD_JSON, "not JSON", index, new byte[] {'x'});
    }

    FakeDelivery receivedAt(Instant instant) {
        return new FakeDelivery(decoded, instant);
    }

    FakeDelivery withBytes(int payload) {
        bytes = payload;
        return this;
    }

    FakeDelivery abandon() {
        abandoned = true;
        return this;
    }

    FakeDelivery onAcknowledge(Runnable action) {
        onAcknowledge = action;
        return this;
    }

    /// `acknowledged`, `kept` or `open`; anything else is a bug of the caller.
    public String end() {
        return switch (acknowledgements.size() * 10 + keeps) {
            case 0 -> "open";
            case 1 -> "kept";
            case 10 -> "acknowledged";
            default -> "acknowledged " + acknowledgements.size() + " times, kept " + keeps + " times";
        };
    }

    /// Accepted, duplicates and rejections of a delivery that was acknowledged once.
    public List<Integer> counts() {
        if (!end().equals("acknowledged")) {
            throw new AssertionError("not acknowledged once but " + end());
        }
        Outcomes outcomes = acknowledgements.getFirst();
        return List.of(
                outcomes.accepted(),
                outcomes.duplicates(),
                outcomes.rejections().size());
    }

    int conflicts() {
        return acknowledgements.getFirst().conflicts();
    }

    public Outcomes outcomes() {
        return acknowledgements.getFirst();
    }

    @Override
    public Source source() {
        return Source.MQTT;
    }

    @Override
    public String topicName() {
        return "meters/M1/telemetry";
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public Decoded decode() {
        return decoded.get();
    }

    @Override
    public boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public void acknowledge(Outcomes outcomes) {
        acknowledgements.add(outcomes);
        onAcknowledge.run();
    }

    @Override
    public synchronized void keep() {
        keeps++;
    }
}

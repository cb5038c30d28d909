package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StoreHealth health = new StoreHealth(Duration.ofSeconds(10), nanos::get);
    private final StoreHealth.OfWriter writer = health.ofWriter();
    private final StoreHealth.OfWriter other = health.ofWriter();

    @Test
    void hasNoComplaintAtFirst() {
        assertThat(health.complaint()).isNull();
    }

    @Test
    void reportsTheRemedyAndTheLatestReason() {
        writer.failed(new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 08006 gone");

        writer.failed(new StoreFault.Transient("SQLSTATE 53100 disk full", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 53100 disk full");

        writer.failed(new StoreFault.Misconfigured("SQLSTATE 42703 no column", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("misconfigured: SQLSTATE 42703 no column");
    }

    @Test
    void clearsTheComplaintOnceABatchIsStored() {
        writer.failed(new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException()));

        writer.stored();

        assertThat(health.complaint()).isNull();
    }

    @Test
    void reportsASingleFailingWriterAfterThePatience() {
        writer.failed(new StoreFault.Transient("SQLSTATE 55P03 locked", new IllegalStateException()));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        other.stored();
        assertThat(health.complaint()).isNull();

        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        other.stored();
        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 55P03 locked");

        writer.stored();
        assertThat(health.complaint()).isNull();
    }

    @Test
    void reportsAtOnceWhenNoWriterStores() {
        other.stored();
        nanos.incrementAndGet();
        writer.failed(new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException()));

        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 08006 gone");
    }
}

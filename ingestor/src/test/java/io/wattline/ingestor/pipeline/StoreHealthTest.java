package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreHealthTest {

    private final StoreHealth health = new StoreHealth();

    @Test
    void hasNothingToComplainAboutAtFirst() {
        assertThat(health.complaint()).isNull();
    }

    @Test
    void tellsWhatHelpsAndTheLatestReason() {
        health.failed(new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 08006 gone");

        health.failed(new StoreFault.Transient("SQLSTATE 53100 disk full", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("unavailable: SQLSTATE 53100 disk full");

        health.failed(new StoreFault.Misconfigured("SQLSTATE 42703 no column", new IllegalStateException()));
        assertThat(health.complaint()).isEqualTo("misconfigured: SQLSTATE 42703 no column");
    }

    @Test
    void forgetsItOnceABatchIsStored() {
        health.failed(new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException()));

        health.stored();

        assertThat(health.complaint()).isNull();
    }
}

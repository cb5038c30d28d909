package io.wattline.runtime.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.wattline.tls.ReloadedTls;
import io.wattline.tls.TlsMaterial;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the files looked at once a second, and publishes when what is in use expires. [#close] ends it.
///
/// A change is used after two looks, within about two seconds. What cannot be used is logged and counted once, and the
/// former material stays in use.
public final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final String name;
    private final ReloadedTls tls;
    private final Counter reloaded;
    private final Counter refused;
    private final Thread thread;

    private CertificateWatch(String name, ReloadedTls tls, MeterRegistry registry) {
        this.name = name;
        this.tls = tls;
        this.reloaded = changes(registry, "reloaded");
        this.refused = changes(registry, "refused");
        expires(registry, name, TlsMaterial::certificateNotAfter);
        expires(registry, name + "_ca", TlsMaterial::authoritiesNotAfter);
        this.thread = Thread.ofVirtual().name("certificates-" + name).unstarted(this::run);
    }

    /// Starts to look.
    ///
    /// @param name of the connections that the material is for, the label `role` of the metrics: `http` or `mqtt`,
    ///     and with `_ca` behind it for the authorities
    public static CertificateWatch start(String name, ReloadedTls tls, MeterRegistry registry) {
        var watch = new CertificateWatch(name, tls, registry);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watching the certificates of {}", name);
        }
    }

    private void look() {
        try {
            switch (tls.look()) {
                case ReloadedTls.Look.Unchanged _ -> {}
                case ReloadedTls.Look.Reloaded _ -> {
                    reloaded.increment();
                    LOG.info(
                            "certificates were replaced and are used from now on: role={} notAfter={}",
                            name,
                            tls.current().certificateNotAfter());
                }
                case ReloadedTls.Look.Refused(String complaint) -> {
                    refused.increment();
                    LOG.warn(
                            "certificates were replaced by what cannot be used, the former stay in use: role={} {}",
                            name,
                            complaint);
                }
            }
        } catch (RuntimeException e) {
            // Unforeseen; without this thread the next renewal would go unseen.
            LOG.error("could not look at the certificates of {}", name, e);
        }
    }

    private Counter changes(MeterRegistry registry, String result) {
        return Counter.builder("wattline.tls.reloads")
                .description("changes of certificate files, by whether they could be used")
                .tag("role", name)
                .tag("result", result)
                .register(registry);
    }

    private void expires(MeterRegistry registry, String role, Function<TlsMaterial, @Nullable Instant> notAfter) {
        if (notAfter.apply(tls.current()) != null) {
            TimeGauge.builder(
                            "wattline.tls.certificate.not.after.timestamp",
                            () -> epochSeconds(notAfter.apply(tls.current())),
                            TimeUnit.SECONDS)
                    .description("when the first certificate of those in use expires")
                    .tag("role", role)
                    .register(registry);
        }
    }

    private static Number epochSeconds(@Nullable Instant instant) {
        return instant == null ? Double.NaN : instant.getEpochSecond();
    }
}

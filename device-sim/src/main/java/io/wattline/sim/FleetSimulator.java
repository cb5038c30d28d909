package io.wattline.sim;

import io.wattline.sim.load.Dispatcher;
import io.wattline.sim.load.Ticker;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.ConnectFault;
import io.wattline.sim.mqtt.Connections;
import io.wattline.sim.mqtt.SettingsFault;
import io.wattline.sim.report.Ledger;
import io.wattline.sim.report.Summary;
import io.wattline.sim.report.Tally;
import io.wattline.sim.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Sends one workload to one broker and accounts for every reading of it. Writes nothing to standard output,
/// never exits the JVM.
///
///     try (var backfill = FleetSimulator.of(broker, new BackfillWorkload(settings))) {
///         Summary summary = backfill.run();
///     }
///
/// [#run] blocks and is called once, by one thread. [#close], from any thread, ends it early: what is in flight
/// is waited for, then the connections are closed and `run` returns. [#progress] may be asked by any thread at
/// any time.
public final class FleetSimulator implements AutoCloseable {

    private final BrokerSettings broker;
    private final Workload workload;
    private final RunLimits limits;
    private final @Nullable Path ledgerFile;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable Connections connections;
    private volatile @Nullable Dispatcher dispatcher;
    private volatile long beganNanos;

    /// Prepares a run; nothing is opened yet.
    ///
    /// @param ledgerFile created or overwritten, see [Ledger]; null for none
    /// @param clock says at which instant the run begins, nothing else
    public FleetSimulator(
            BrokerSettings broker,
            Workload workload,
            RunLimits limits,
            @Nullable Path ledgerFile,
            InstantSource clock) {
        this.broker = broker;
        this.workload = workload;
        this.limits = limits;
        this.ledgerFile = ledgerFile;
        this.clock = clock;
    }

    /// With the default limits, the system's clock and no ledger.
    public static FleetSimulator of(BrokerSettings broker, Workload workload) {
        return new FleetSimulator(broker, workload, RunLimits.DEFAULT, null, InstantSource.system());
    }

    /// Connects, sends everything, waits for the results, disconnects.
    ///
    /// @throws SettingsFault if credentials or TLS files cannot be used
    /// @throws ConnectFault if the connections cannot be made
    /// @throws UncheckedIOException if the ledger cannot be written
    /// @throws InterruptedException if the thread is interrupted
    public Summary run() throws InterruptedException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a simulator runs once");
        }
        try (Ledger ledger = ledgerFile == null ? null : new Ledger(ledgerFile);
                Connections opened = new Connections(broker, workload.devices(), tally::reconnected)) {
            connections = opened;
            if (closed) {
                opened.stopConnecting();
            }
            opened.connect(limits.connectTimeout());
            Dispatcher sending = new Dispatcher(opened, tally, ledger, Ticker.SYSTEM);
            dispatcher = sending;
            if (closed) {
                sending.stop();
            }
            beganNanos = System.nanoTime();
            Duration elapsed = sending.run(workload.begin(clock.instant()), limits.drainTimeout());
            return tally.summary(elapsed);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + ledgerFile + " cannot be written: " + e.getMessage(), e);
        } finally {
            ended.countDown();
        }
    }

    /// The counts so far, also before and after the run. Cheap.
    public Summary.Counts counts() {
        return tally.counts();
    }

    /// What happened so far, also before and after the run.
    public Summary progress() {
        long began = beganNanos;
        return tally.summary(began == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began));
    }

    /// Ends the run early and waits for it, at most the drain time-out and a little more. Without effect after
    /// the run.
    @Override
    public void close() {
        closed = true;
        Dispatcher sending = dispatcher;
        Connections opened = connections;
        if (sending != null) {
            sending.stop();
        } else if (opened != null) {
            opened.stopConnecting();
        }
        if (!started.get()) {
            return;
        }
        try {
            boolean _ = ended.await(limits.drainTimeout().plusSeconds(15).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.wattline.ingestor;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.ingestor.http.IngestRoutes;
import io.wattline.ingestor.lease.HeldLeases;
import io.wattline.ingestor.lease.HostClock;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseKeeper;
import io.wattline.ingestor.lease.ShareGroup;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.mqtt.BytesInHand;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.ingestor.mqtt.SlotMetrics;
import io.wattline.ingestor.mqtt.SlotPool;
import io.wattline.ingestor.pipeline.ClosedDays;
import io.wattline.ingestor.pipeline.DeferredReadings;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.QuarantineCap;
import io.wattline.ingestor.pipeline.Storage;
import io.wattline.ingestor.pipeline.StoreHealth;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.IngestRateReport;
import io.wattline.ingestor.postgres.PartitionMaker;
import io.wattline.ingestor.postgres.PostgresBatchStore;
import io.wattline.ingestor.postgres.PostgresDeferralStore;
import io.wattline.ingestor.postgres.PostgresLeaseStore;
import io.wattline.ingestor.postgres.PostgresRefusalStore;
import io.wattline.ingestor.refusal.RefusalReport;
import io.wattline.ingestor.refusal.RefusalTally;
import io.wattline.telemetry.PayloadDecoder;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way from the broker's sessions to the database, wired: slots, hand-off, writers, leases.
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(3);
    private static final Duration LOOK_FOR_DEFERRED = Duration.ofSeconds(2);
    private static final int ID_TAKEN = 3;

    private final Handoff handoff;
    private final PayloadDecoder decoder;
    private final StoreHealth storeHealth = new StoreHealth();
    private final WriterPool writers;
    private final DeferredReadings deferred;
    private final SlotPool slots;
    private final HeldLeases leases;
    private final HostClock hostClock;
    private final ShareGroup group;
    private final LeaseKeeper keeper;
    private final IngestRateReport rate;
    private final RefusalReport refusals;

    Intake(IngestorConfig config, HikariDataSource pool, MeterRegistry registry, InstantSource clock) {
        Identity identity = Identity.of(config.ingestorId());
        var accounts = new MicrometerPipelineMetrics(registry);
        handoff = new Handoff(
                MqttConfig.MOST_IN_HAND + IngestRoutes.MAX_WAITING + DeferredReadings.MOST_IN_HAND, accounts);
        var storage = new Storage(
                new PostgresBatchStore(pool, new PartitionMaker(config.database(), clock)),
                new PostgresDeferralStore(pool, config.database()),
                new ClosedDays());
        deferred = new DeferredReadings(storage.deferral(), storage.closedDays(), handoff, LOOK_FOR_DEFERRED);
        accounts.watchDeferred(deferred::waiting);
        var observed = new WriterPool.Observed(
                accounts, new QuarantineCap(config.pipeline().quarantineMaxPerSecond(), clock), clock);
        writers = new WriterPool(
                config.pipeline().writers(), handoff, storage, storeHealth, observed, Intake::dieOfLostWriter);
        decoder = new PayloadDecoder(config.mqtt().topic(), config.pipeline().window());
        leases = new HeldLeases(config.leases().lease(), System::nanoTime);
        hostClock = new HostClock(clock, System::nanoTime, config.maxHostSkew());
        group = new ShareGroup(config.mqtt().shareGroup());
        var slotMetrics = new SlotMetrics(registry);
        slotMetrics.watch(group);
        var bytes = new BytesInHand(config.pipeline().bytesInHandMax());
        slotMetrics.watch(bytes);
        var tally = new RefusalTally(slotMetrics::refused);
        refusals = new RefusalReport(tally, new PostgresRefusalStore(pool));
        slots = new SlotPool(
                config.mqtt(), new SlotPool.Reception(handoff, decoder, hostClock, bytes, tally), leases, slotMetrics);
        keeper = new LeaseKeeper(
                leaseStore(config),
                slots,
                new LeaseKeeper.Told(leases, group, hostClock),
                identity,
                config.leases(),
                new LeaseReactions(slotMetrics, group));
        rate = new IngestRateReport(pool, config.mqtt().shareGroup(), identity, accounts::accepted);
    }

    static PostgresLeaseStore leaseStore(IngestorConfig config) {
        return new PostgresLeaseStore(
                leaseDatabase(config),
                config.mqtt().shareGroup(),
                config.leases().unservedAfter());
    }

    void start() {
        writers.start();
        deferred.start();
        keeper.start();
        rate.start();
        refusals.start();
    }

    void stopTaking() throws InterruptedException {
        rate.close();
        refusals.close();
        deferred.stop();
        keeper.stopTaking();
        slots.letGoOfAll();
    }

    /// Gives the leases back, once the slots are stopped.
    void leave() throws InterruptedException {
        keeper.leave();
    }

    Handoff handoff() {
        return handoff;
    }

    PayloadDecoder decoder() {
        return decoder;
    }

    StoreHealth storeHealth() {
        return storeHealth;
    }

    WriterPool writers() {
        return writers;
    }

    SlotPool slots() {
        return slots;
    }

    HeldLeases leases() {
        return leases;
    }

    HostClock hostClock() {
        return hostClock;
    }

    ShareGroup group() {
        return group;
    }

    /// Renewals must fail fast enough to be tried again within a lease.
    static DatabaseConfig leaseDatabase(IngestorConfig config) {
        Duration third = config.leases().lease().dividedBy(3);
        Duration limit = third.compareTo(LONGEST_RENEWAL) > 0 ? LONGEST_RENEWAL : third;
        return withTimeouts(config.database(), new DatabaseTimeouts(limit, limit, limit, limit, limit.multipliedBy(2)));
    }

    static DatabaseConfig withTimeouts(DatabaseConfig database, DatabaseTimeouts timeouts) {
        return new DatabaseConfig(
                database.url(),
                database.username(),
                database.password(),
                database.poolSize(),
                database.applicationName(),
                timeouts);
    }

    /// What the leases mean for the rest of the process.
    private record LeaseReactions(SlotMetrics metrics, ShareGroup group) implements LeaseKeeper.LeaseEvents {

        @Override
        public void adopted(int slot) {
            metrics.adopted(slot);
        }

        @Override
        public void renewed() {
            metrics.unserved(group);
        }

        /// Two instances under one id would take each other's slots in turn. Nothing unacknowledged is lost by ending.
        @Override
        public void identityLost() {
            LOG.error("another instance with this INGESTOR_ID is alive: give every ingestor an id of its own");
            Runtime.getRuntime().halt(ID_TAKEN);
        }
    }

    /// Without this, a dead writer would silently leave its work to the others for ever. Ending the process loses
    /// nothing unacknowledged, and its supervisor starts it again.
    private static void dieOfLostWriter(Thread writer, Throwable cause) {
        LOG.error("lost thread={}, ending the process", writer.getName(), cause);
        Runtime.getRuntime().halt(1);
    }
}

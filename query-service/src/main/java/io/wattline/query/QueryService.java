package io.wattline.query;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.helidon.webserver.http.HttpService;
import io.wattline.db.DataSources;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.http.alerts.AlertActRoutes;
import io.wattline.query.http.alerts.AlertRoutes;
import io.wattline.query.http.charges.ChargeRoutes;
import io.wattline.query.http.documentation.DocumentationRoutes;
import io.wattline.query.http.fleet.FleetRoutes;
import io.wattline.query.http.live.LiveRoutes;
import io.wattline.query.http.mapping.MappingListRoutes;
import io.wattline.query.http.mapping.MappingRoutes;
import io.wattline.query.http.mapping.TimeLineRoutes;
import io.wattline.query.http.me.MeRoutes;
import io.wattline.query.http.overview.OverviewRoutes;
import io.wattline.query.http.performance.CurveRoutes;
import io.wattline.query.http.performance.PerformanceRoutes;
import io.wattline.query.http.quarantine.RefusedConnectionRoutes;
import io.wattline.query.http.quarantine.RejectedRoutes;
import io.wattline.query.http.series.SeriesRoutes;
import io.wattline.query.http.stats.StatsRoutes;
import io.wattline.query.http.system.SystemRoutes;
import io.wattline.query.http.voiding.VoidRoutes;
import io.wattline.query.http.web.PageRoutes;
import io.wattline.query.metrics.FleetMetrics;
import io.wattline.query.metrics.FleetWatch;
import io.wattline.query.overview.FleetOverview;
import io.wattline.query.performance.PerformanceAnalysis;
import io.wattline.query.postgres.MeterSegments;
import io.wattline.query.postgres.alerts.PostgresAlerts;
import io.wattline.query.postgres.charges.PostgresCharges;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.postgres.connection.SchemaProbe;
import io.wattline.query.postgres.fleet.PostgresFleet;
import io.wattline.query.postgres.live.PostgresLiveState;
import io.wattline.query.postgres.mapping.PostgresMappings;
import io.wattline.query.postgres.overview.PostgresFleetHours;
import io.wattline.query.postgres.performance.PostgresHistory;
import io.wattline.query.postgres.quarantine.PostgresQuarantine;
import io.wattline.query.postgres.quarantine.PostgresRefusedConnections;
import io.wattline.query.postgres.series.PostgresSeries;
import io.wattline.query.postgres.stats.PostgresStats;
import io.wattline.query.postgres.system.PostgresSystem;
import io.wattline.query.postgres.voiding.PostgresVoidedReadings;
import io.wattline.query.recent.Recent;
import io.wattline.query.series.SeriesAnalysis;
import io.wattline.query.stats.RecentStats;
import io.wattline.query.system.SystemState;
import io.wattline.runtime.lifecycle.RunningService;
import io.wattline.runtime.lifecycle.StopSequence;
import io.wattline.runtime.observe.Health;
import io.wattline.runtime.observe.HealthCheck;
import io.wattline.runtime.observe.Metrics;
import io.wattline.runtime.server.HttpServer;
import io.wattline.runtime.server.HttpSurface;
import io.wattline.runtime.server.Operations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running query service: the composition root, wired by hand.
///
/// It starts whether the database is there or not; without it, readiness is down and answers are 503.
public final class QueryService implements RunningService {

    private static final Logger LOG = LoggerFactory.getLogger(QueryService.class);
    private static final Duration PROBE_LIMIT = Duration.ofMillis(1_500);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(15);

    private final HttpSurface surface;
    private final HttpServer server;
    private final FleetWatch watch;
    private final StopSequence stop;
    private volatile boolean stopping;

    private QueryService(QueryConfig config, InstantSource clock) {
        Metrics metrics = new Metrics();
        HikariDataSource pool = DataSources.pool(config.database());
        QueryDatabase database = QueryDatabase.watched(pool, config.database());
        try {
            pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics.registry()));
            HealthCheck.Probe probe = new SchemaProbe(database);
            Health health = health(probe, clock);
            Glance glance = Glance.of(config.analytics(), database, clock);
            this.watch = new FleetWatch(new FleetMetrics(metrics.registry()), glance.system(), glance.fleet());
            this.surface = new HttpSurface(
                    Stream.concat(services(config, database, clock), pages(config, database, glance, clock))
                            .toList(),
                    List.of(health, metrics),
                    new QueryFaults(),
                    metrics.registry());
            this.server = HttpServer.start(config.http(), surface, clock);
            metrics.publish(health);
            watch.start();
            Thread.ofVirtual().name("first-look").start(() -> firstLook(probe));
        } catch (RuntimeException e) {
            database.close();
            pool.close();
            metrics.close();
            throw e;
        }
        this.stop = new StopSequence(STOP_DEADLINE)
                .then("fleet watch", watch::close)
                .then("http", server::close)
                .then("database watch", database::close)
                .then("pool", pool::close)
                .then("metrics", metrics::close);
    }

    /// Starts a query service; returns once it listens.
    ///
    /// @throws IllegalStateException if its port is taken
    public static QueryService start(QueryConfig config, InstantSource clock) {
        return new QueryService(config, clock);
    }

    /// The port it listens on, also where the configuration says 0.
    public int port() {
        return server.port();
    }

    /// The port of probes and metrics.
    public int observePort() {
        return server.observePort();
    }

    /// What it serves, for the test that holds it against its documentation.
    Operations served() {
        return surface.operations();
    }

    @Override
    public void close() {
        stopping = true;
        stop.run();
    }

    // So that the log says from the start whether the database is there, even without probes.
    private static void firstLook(HealthCheck.Probe probe) {
        try {
            probe.check();
        } catch (Exception e) {
            LOG.info("started without its database, which is waited for");
        }
    }

    private static Stream<HttpService> services(QueryConfig config, QueryDatabase database, InstantSource clock) {
        QueryConfig.Analytics analytics = config.analytics();
        PostgresAlerts alerts = new PostgresAlerts(database);
        PostgresHistory history = new PostgresHistory(database, analytics.mappingRule());
        PerformanceAnalysis analysis = new PerformanceAnalysis(history);
        FleetRanking ranking = new FleetRanking(new PostgresFleet(database, analytics.mappingRule()));
        SeriesAnalysis series =
                new SeriesAnalysis(new PostgresSeries(database, new MeterSegments(analytics.mappingRule())));
        RecentStats stats = new RecentStats(new PostgresStats(database), ranking, clock);
        return Stream.of(
                new PerformanceRoutes(analysis, analytics.maxRange(), clock),
                new FleetRoutes(ranking, analytics.maxRange(), clock),
                new SeriesRoutes(series, analytics.maxRange(), clock),
                new StatsRoutes(stats),
                new LiveRoutes(new PostgresLiveState(database), analytics.staleAfter(), clock),
                new MappingRoutes(new PostgresMappings(database)),
                new MappingListRoutes(new PostgresMappings(database)),
                new TimeLineRoutes(new PostgresMappings(database)),
                new RejectedRoutes(new PostgresQuarantine(database)),
                new RefusedConnectionRoutes(new PostgresRefusedConnections(database)),
                new VoidRoutes(new PostgresVoidedReadings(database)),
                new ChargeRoutes(new PostgresCharges(database)),
                new AlertRoutes(alerts, config.tariff()),
                new AlertActRoutes(alerts, config.tariff()),
                new DocumentationRoutes());
    }

    /// What several pages and the metrics ask for again and again.
    private record Glance(Recent<FleetOverview> fleet, Recent<SystemState> system) {

        private static final Duration FLEET_MAX_AGE = Duration.ofSeconds(15);
        private static final Duration SYSTEM_MAX_AGE = Duration.ofSeconds(5);

        static Glance of(QueryConfig.Analytics analytics, QueryDatabase database, InstantSource clock) {
            FleetRanking ranking = new FleetRanking(new PostgresFleet(database, analytics.mappingRule()));
            PostgresLiveState live = new PostgresLiveState(database);
            PostgresSystem system = new PostgresSystem(database);
            return new Glance(
                    new Recent<>(clock, FLEET_MAX_AGE, now -> FleetOverview.at(now, ranking, live)),
                    new Recent<>(clock, SYSTEM_MAX_AGE, now -> system.at(now, analytics.staleAfter())));
        }
    }

    private static Stream<HttpService> pages(
            QueryConfig config, QueryDatabase database, Glance glance, InstantSource clock) {
        return Stream.of(
                new OverviewRoutes(glance.fleet(), new PostgresFleetHours(database), clock),
                new SystemRoutes(glance.system()),
                new CurveRoutes(MeasuredEfficiency.curve()),
                new MeRoutes(config.displayZone(), config.analytics().staleAfter()),
                new PageRoutes(config.http().access().apiKeysFile().isPresent()));
    }

    private Health health(HealthCheck.Probe probe, InstantSource clock) {
        return new Health(
                List.of(),
                List.of(
                        new HealthCheck(Health.DATABASE, probe),
                        HealthCheck.that("running", () -> !stopping, "stopping")),
                PROBE_LIMIT,
                clock);
    }
}

package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.runtime.observe.HealthCheck;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// The readiness check of the database: one round trip on a pooled connection.
public final class DatabaseProbe implements HealthCheck.Probe {

    private final JdbcTemplate jdbc;

    public DatabaseProbe(DataSource pool) {
        this.jdbc = new JdbcTemplate(pool);
    }

    @Override
    public void check() throws HealthCheck.DownException {
        try {
            jdbc.queryForObject("SELECT 1", Integer.class);
        } catch (RuntimeException e) {
            StoreFault fault = SqlFaults.classify(e);
            throw new HealthCheck.DownException(String.valueOf(fault.getMessage()));
        }
    }
}

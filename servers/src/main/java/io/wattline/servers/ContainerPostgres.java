package io.wattline.servers;

import java.util.UUID;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// PostgreSQL in a container. It cannot be broken and restarted: fault tests take [EmbeddedPostgres].
public final class ContainerPostgres implements PostgresServer {

    static final String IMAGE = "postgres:18.6";

    private final PostgreSQLContainer container;

    private ContainerPostgres(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerPostgres create() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withPassword(UUID.randomUUID().toString());
        // The class's own command line switches fsync off.
        container.setCommand("postgres", "-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on");
        container.start();
        return new ContainerPostgres(container);
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String jdbcUrl(String name) {
        return "jdbc:postgresql://" + container.getHost() + ":" + port() + "/" + name;
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void close() {
        container.close();
    }
}

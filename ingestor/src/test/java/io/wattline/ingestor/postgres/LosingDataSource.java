package io.wattline.ingestor.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Loses the connection at the next COMMIT, before or after the server has carried it out; then behaves.
final class LosingDataSource extends DelegatingDataSource {

    /// Which COMMIT is lost, and what the driver says of it.
    ///
    /// @param carriedOut whether the server received it
    /// @param state the SQLSTATE of the exception
    record Loss(boolean carriedOut, String state) {}

    private volatile Loss next;

    LosingDataSource(DataSource target) {
        super(target);
    }

    void loseNext(Loss loss) {
        next = loss;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && next != null) {
                        lose(real);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void lose(Connection real) throws SQLException {
        Loss loss = next;
        next = null;
        if (loss.carriedOut()) {
            real.commit();
        } else {
            real.abort(Runnable::run);
        }
        throw new SQLException("An I/O error occurred while sending to the backend.", loss.state());
    }
}

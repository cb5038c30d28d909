package io.wattline.query.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/// A data source that remembers each statement run through it, with its parameters filled in, so that its plan can be
/// asked for afterwards.
final class RecordedStatements {

    final List<String> executed = new ArrayList<>();
    private final DataSource source;

    RecordedStatements(DataSource source) {
        this.source = source;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, source);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> call(target, method, args)));
    }

    private Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            if (target instanceof PreparedStatement statement
                    && method.getName().startsWith("execute")) {
                // The pool's own statement does not show it.
                executed.add(statement.unwrap(PGStatement.class).toString());
            }
            Object result = method.invoke(target, args);
            return switch (result) {
                case PreparedStatement prepared -> proxy(PreparedStatement.class, prepared);
                case Connection connection
                when !method.getName().equals("unwrap") -> proxy(Connection.class, connection);
                case null, default -> result;
            };
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}

package io.wattline.query.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {

    private final WorkUnderWay work = new WorkUnderWay();
    private final CompletableFuture<String> cut = new CompletableFuture<>();

    @Test
    void endsRequestsThatWaitForASilentServer() throws Exception {
        work.begins(connection());
        try (var _ = DatabaseWatch.start(work, silent(() -> {}))) {
            assertThat(cut.get(5, TimeUnit.SECONDS)).isEqualTo("abort");
        }
    }

    @Test
    void endsNoRequestWhileOtherWorkIsAnswered() throws Exception {
        var asked = new CountDownLatch(3);
        work.begins(connection());
        try (var _ = DatabaseWatch.start(work, silent(() -> {
            work.answered();
            asked.countDown();
        }))) {
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(cut).isNotDone();
    }

    /// Says nothing; `meanwhile` happens while it is asked.
    private static DatabaseWatch.Server silent(Runnable meanwhile) {
        return new DatabaseWatch.Server() {
            @Override
            public boolean isAnswering() {
                meanwhile.run();
                return false;
            }

            @Override
            public void close() {}
        };
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                DatabaseWatchTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, args) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == args[0];
                    default -> {
                        cut.complete(method.getName());
                        yield null;
                    }
                });
    }
}

package io.wattline.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheNewestFirstAndOnce() {
        Cleanup cleanup = new Cleanup();
        cleanup.add(() -> closed.add("server"));
        cleanup.add(() -> closed.add("client"));
        cleanup.close();
        cleanup.close();
        assertThat(closed).containsExactly("client", "server");
        assertThat(cleanup.isClosed()).isTrue();
    }

    @Test
    void continuesAfterAFailureToClose() {
        Cleanup cleanup = new Cleanup();
        cleanup.add(() -> closed.add("server"));
        cleanup.add(() -> {
            throw new IllegalStateException("stuck");
        });
        cleanup.close();
        assertThat(closed).containsExactly("server");
    }

    @Test
    void closesLateRegistrationsAtOnce() {
        Cleanup cleanup = new Cleanup();
        cleanup.close();
        assertThatThrownBy(() -> cleanup.add(() -> closed.add("late"))).isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("late");
    }
}

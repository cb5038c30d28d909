package io.wattline.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.runtime.http.FakeRequest;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerKeysTest {

    private static final Request OFFICE = with("Bearer test-key-1", "192.0.2.1");

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private BearerKeys keys;

    @BeforeEach
    void open() throws IOException {
        write("# fleet office", "", line("office", "read,ingest", "test-key-1"));
        keys = new BearerKeys(KeyFile.open(folder.resolve("keys"), nanoTime::get), registry, nanoTime::get);
    }

    // As an operator should: a new file under the old name.
    private void write(String... lines) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), String.join("\n", lines));
        Files.move(fresh, folder.resolve("keys"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(String name, String scopes, String key) {
        return name + ":" + scopes + ":" + ApiKeys.sha256Hex(key);
    }

    private static Request with(String authorization, String address) {
        return new FakeRequest(Map.of("Authorization", authorization, "From-Address", address));
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void assertRefused(Request request, Scope scope, int status) {
        assertThatThrownBy(() -> keys.check(request, scope)).hasMessageStartingWith(status + " ");
    }

    private void assertLetIn(Request request, Scope scope) {
        assertThatCode(() -> keys.check(request, scope)).doesNotThrowAnyException();
    }

    @Test
    void letsAKnownKeyDoWhatItsScopesSay() {
        assertLetIn(OFFICE, Scope.READ);
        assertLetIn(with("bearer test-key-1", "192.0.2.1"), Scope.INGEST);
        assertRefused(OFFICE, Scope.ADMIN, 403);
    }

    @Test
    void refusesUnknownAndMissingKeysButNotOpenRoutes() {
        assertRefused(with("Bearer test-key-2", "192.0.2.1"), Scope.READ, 401);
        assertRefused(with("Basic dGVzdA==", "192.0.2.1"), Scope.READ, 401);
        Request anonymous = new FakeRequest(Map.of());
        assertRefused(anonymous, Scope.READ, 401);
        assertLetIn(anonymous, Scope.OPEN);
        assertThat(registry.get("wattline.http.wrong.keys").counter().count()).isEqualTo(2);
    }

    @Test
    void seesAChangedFileWithinASecond() throws IOException {
        write(line("office", "admin", "test-key-1"), line("new", "read", "test-key-2"));
        assertRefused(OFFICE, Scope.ADMIN, 403);
        pass(KeyFile.LOOK_EVERY);
        assertLetIn(OFFICE, Scope.ADMIN);
        assertLetIn(with("Bearer test-key-2", "192.0.2.1"), Scope.READ);
        write(line("new", "read", "test-key-2"));
        pass(KeyFile.LOOK_EVERY);
        assertRefused(OFFICE, Scope.ADMIN, 401);
    }

    @Test
    void keepsTheOldKeysWhileTheFileIsBrokenOrGone() throws IOException {
        write("oops:write:1234");
        pass(KeyFile.LOOK_EVERY);
        assertLetIn(OFFICE, Scope.READ);
        Files.delete(folder.resolve("keys"));
        pass(KeyFile.LOOK_EVERY);
        assertLetIn(OFFICE, Scope.READ);
        write(line("new", "read", "test-key-2"));
        pass(KeyFile.LOOK_EVERY);
        assertRefused(OFFICE, Scope.READ, 401);
    }

    @Test
    void namesTheLineThatIsNoKeyWithoutRepeatingIt() throws IOException {
        write(line("office", "read", "test-key-1"), "oops:write:" + ApiKeys.sha256Hex("x"));
        assertThatThrownBy(() -> KeyFile.open(folder.resolve("keys"), nanoTime::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("oops");
    }

    @Test
    void shutsOutAnAddressThatGuessesAndNoOther() {
        Request guess = with("Bearer guess", "198.51.100.7");
        for (int i = 0; i < FailedAttempts.MAX_FAILURES; i++) {
            assertRefused(guess, Scope.READ, 401);
        }
        assertRefused(guess, Scope.READ, 429);
        assertRefused(with("Bearer test-key-1", "198.51.100.7"), Scope.READ, 429);
        assertLetIn(guess, Scope.OPEN);
        assertLetIn(OFFICE, Scope.READ);
        pass(FailedAttempts.WINDOW);
        assertLetIn(with("Bearer test-key-1", "198.51.100.7"), Scope.READ);
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        FailedAttempts attempts = new FailedAttempts();
        for (int i = 0; i < FailedAttempts.MAX_ADDRESSES + 500; i++) {
            attempts.failed("2001:db8::" + i, i);
        }
        assertThat(attempts.size()).isEqualTo(FailedAttempts.MAX_ADDRESSES);
    }
}

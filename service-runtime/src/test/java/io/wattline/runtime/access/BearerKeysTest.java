package io.wattline.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerKeysTest {

    private static final Optional<String> OFFICE = Optional.of("Bearer test-key-1");

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private BearerKeys keys;

    @BeforeEach
    void open() throws IOException {
        write("# fleet office", "", line("office", "read,ingest", "test-key-1"));
        keys = new BearerKeys(KeyFile.open(folder.resolve("keys"), nanoTime::get), registry);
    }

    // As an operator should: a new file under the old name.
    private void write(String... lines) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), String.join("\n", lines));
        Files.move(fresh, folder.resolve("keys"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(String name, String scopes, String key) {
        return name + ":" + scopes + ":" + ApiKeys.sha256Hex(key);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void assertRefused(Optional<String> authorization, Scope scope, int status) {
        assertThatThrownBy(() -> keys.check(authorization, scope)).hasMessageStartingWith(status + " ");
    }

    private void assertLetIn(Optional<String> authorization, Scope scope) {
        assertThatCode(() -> keys.check(authorization, scope)).doesNotThrowAnyException();
    }

    @Test
    void allowsAKnownKeyWhatItsScopesAllow() {
        assertLetIn(OFFICE, Scope.READ);
        assertLetIn(Optional.of("bearer test-key-1"), Scope.INGEST);
        assertRefused(OFFICE, Scope.ADMIN, 403);
    }

    @Test
    void tellsWhoseKeyItIs() {
        assertThat(keys.check(OFFICE, Scope.READ))
                .isEqualTo(new Caller("office", EnumSet.of(Scope.READ, Scope.INGEST)));
        assertThat(keys.check(OFFICE, Scope.OPEN)).isEqualTo(Caller.UNKNOWN);
    }

    @Test
    void refusesUnknownAndMissingKeysButNotOpenRoutes() {
        assertRefused(Optional.of("Bearer test-key-2"), Scope.READ, 401);
        assertRefused(Optional.of("Basic dGVzdA=="), Scope.READ, 401);
        Optional<String> anonymous = Optional.empty();
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
        assertLetIn(Optional.of("Bearer test-key-2"), Scope.READ);
        write(line("new", "read", "test-key-2"));
        pass(KeyFile.LOOK_EVERY);
        assertRefused(OFFICE, Scope.ADMIN, 401);
    }

    @Test
    void keepsTheOldKeysWhileTheFileIsInvalidOrMissing() throws IOException {
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
    void namesAnInvalidLineOfTheKeyFileWithoutRepeatingIt() throws IOException {
        write(line("office", "read", "test-key-1"), "oops:write:" + ApiKeys.sha256Hex("x"));
        assertThatThrownBy(() -> KeyFile.open(folder.resolve("keys"), nanoTime::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("oops");
    }

    @Test
    void acceptsAValidKeyAfterManyWrongOnes() {
        for (int i = 0; i < 1_000; i++) {
            assertRefused(Optional.of("Bearer guess-" + i), Scope.READ, 401);
        }
        assertLetIn(OFFICE, Scope.READ);
    }
}

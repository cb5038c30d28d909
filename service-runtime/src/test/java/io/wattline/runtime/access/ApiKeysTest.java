package io.wattline.runtime.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.runtime.http.FakeRequest;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {

    /// SHA-256 of "test-key-1".
    private static final String DIGEST = "1255558df586ae279007fffa27ec17451d1507f7ac5442add9ffbc070f9f623b";

    @TempDir
    private Path folder;

    private AccessControl keys(String... lines) throws IOException {
        return ApiKeys.load(Files.writeString(folder.resolve("keys"), String.join("\n", lines)));
    }

    private static Request with(String authorization) {
        return new FakeRequest(Map.of("Authorization", authorization));
    }

    @Test
    void letsAKnownKeyDoWhatItsScopesSay() throws IOException {
        AccessControl keys = keys("# fleet office", "", "office:read,ingest:" + DIGEST);
        Request request = with("Bearer test-key-1");
        assertThatCode(() -> keys.check(request, Scope.READ)).doesNotThrowAnyException();
        assertThatCode(() -> keys.check(with("bearer test-key-1"), Scope.INGEST))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> keys.check(request, Scope.ADMIN)).hasMessageStartingWith("403 ");
    }

    @Test
    void refusesUnknownAndMissingKeysButNotOpenRoutes() throws IOException {
        AccessControl keys = keys("office:read:" + DIGEST);
        assertThatThrownBy(() -> keys.check(with("Bearer test-key-2"), Scope.READ))
                .hasMessageStartingWith("401 ");
        assertThatThrownBy(() -> keys.check(with("Basic dGVzdA=="), Scope.READ)).hasMessageStartingWith("401 ");
        Request anonymous = new FakeRequest(Map.of());
        assertThatThrownBy(() -> keys.check(anonymous, Scope.READ)).hasMessageStartingWith("401 ");
        assertThatCode(() -> keys.check(anonymous, Scope.OPEN)).doesNotThrowAnyException();
    }

    @Test
    void namesTheLineThatIsNoKeyWithoutRepeatingIt() {
        assertThatThrownBy(() -> keys("office:read:" + DIGEST, "oops:write:" + DIGEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("oops");
    }
}

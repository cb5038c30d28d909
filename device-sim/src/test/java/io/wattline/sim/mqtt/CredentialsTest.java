package io.wattline.sim.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.sim.mqtt.Credentials.Login;
import io.wattline.sim.mqtt.Credentials.PerConnection;
import io.wattline.sim.mqtt.Credentials.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    @TempDir
    private Path folder;

    @Test
    void readsOneLoginPerLineSplitAtTheFirstColon() throws IOException {
        var logins = (PerConnection) Credentials.perConnection(file("METER_0001:a:b\nVEHICLE_0001: c \n"));
        assertThat(logins.lines()).containsExactly(new Login("METER_0001", "a:b"), new Login("VEHICLE_0001", " c "));
    }

    @Test
    void readsThePasswordAsTheServicesDo() throws IOException {
        var shared = (Shared) Credentials.shared("fleet", file("s3cret \n"));
        assertThat(shared.login()).isEqualTo(new Login("fleet", "s3cret "));
    }

    @Test
    void neverShowsAPassword() throws IOException {
        assertThat(Credentials.shared("fleet", file("s3cret")).toString()).doesNotContain("s3cret");
        assertThat(Credentials.perConnection(file("a:s3cret")).toString()).doesNotContain("s3cret");
        assertThatThrownBy(() -> Credentials.perConnection(file("a:b\ns3cret\n")))
                .hasMessageContaining("line 2: not username:password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void explainsWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> Credentials.shared("fleet", file(""))).hasMessageContaining("empty");
        assertThatThrownBy(() -> Credentials.shared("fleet", folder.resolve("none")))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Credentials.perConnection(folder)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Credentials.perConnection(file(":b"))).hasMessageContaining("line 1");
        assertThatThrownBy(() -> Credentials.perConnection(file("a:"))).hasMessageContaining("line 1");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("logins"), content);
    }
}

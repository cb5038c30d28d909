package io.wattline.sim.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.sim.fleet.FleetSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class FleetPictureTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Path SAMPLES = Path.of("..", "samples");

    @Test
    void documentedPictureEqualsTheCommandsOutput() throws IOException {
        String drawn = FleetPicture.svg(new FleetSettings(1000, 1), DAY, SAMPLES);
        assertThat(drawn)
                .as(
                        "docs/simulator-day.svg is out of date: device-sim plot --devices 1000 --out docs/simulator-day.svg")
                .isEqualTo(Files.readString(Path.of("..", "docs", "simulator-day.svg")));
    }

    @Test
    void isWellFormedXml() throws Exception {
        String drawn = FleetPicture.svg(new FleetSettings(3, 1), DAY, SAMPLES);
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawn.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(13);
        assertThat(document.getElementsByTagName("circle").getLength()).isGreaterThan(350);
    }

    @Test
    void namesASampleThatIsMissing() {
        assertThatThrownBy(() -> FleetPicture.svg(new FleetSettings(3, 1), DAY, Path.of("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("meter_real_two_days.csv");
    }
}

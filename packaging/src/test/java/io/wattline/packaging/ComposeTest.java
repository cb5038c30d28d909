package io.wattline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What an upgrade and a fresh build rest on; that it works is what `e2e/containers/check` tries.
class ComposeTest {

    private static final List<String> KEPT_IN_AN_UPGRADE = List.of("secrets", "mosquitto", "postgres");

    private static List<JsonObject> ofImage(String image) {
        return Compose.services().values().stream()
                .filter(service -> image.equals(Manifests.text(service, "image")))
                .toList();
    }

    @Test
    void oneServiceBuildsEachImage() {
        Map<String, Long> builders = Compose.services().values().stream()
                .filter(service -> service.has("build"))
                .collect(Collectors.groupingBy(service -> Manifests.text(service, "image"), Collectors.counting()));
        assertThat(builders).isNotEmpty().allSatisfy((image, count) -> {
            assertThat(count).as(image).isEqualTo(1);
            assertThat(ofImage(image))
                    .as(image)
                    .allSatisfy(service -> assertThat(
                                    service.has("build") || "never".equals(Manifests.text(service, "pull_policy")))
                            .isTrue());
        });
    }

    @Test
    void upgradeChangesNeitherBrokerNorDatabase() {
        Map<String, JsonObject> before = Compose.services("WATTLINE_TAG", "one");
        Map<String, JsonObject> after = Compose.services("WATTLINE_TAG", "two");
        before.forEach((name, service) -> {
            if (KEPT_IN_AN_UPGRADE.contains(name)) {
                assertThat(after.get(name)).as(name).isEqualTo(service);
            } else {
                assertThat(Manifests.text(service, "image")).as(name).endsWith(":one");
            }
        });
        for (String kept : KEPT_IN_AN_UPGRADE) {
            JsonElement dependencies = before.get(kept).get("depends_on");
            assertThat(
                            dependencies == null
                                    ? List.of()
                                    : dependencies.getAsJsonObject().keySet())
                    .as(kept)
                    .isSubsetOf(KEPT_IN_AN_UPGRADE);
        }
    }

    @Test
    void brokerAndDatabaseAreStockImagesWithAPinnedTag() {
        for (String stock : List.of("mosquitto", "postgres")) {
            JsonObject service = Compose.service(stock);
            assertThat(service.has("build")).as(stock).isFalse();
            assertThat(Manifests.text(service, "image")).matches("[a-z-]+:[0-9]+\\.[0-9.]+");
        }
        assertThat(Repository.read("Dockerfile"))
                .contains("FROM " + Manifests.text(Compose.service("mosquitto"), "image") + " AS secrets");
        assertThat(Manifests.text(Compose.service("secrets"), "image"))
                .endsWith(Manifests.text(Compose.service("mosquitto"), "image").replaceFirst(".*:", ":"));
    }

    @Test
    void everyServiceIsBoundInMemoryAndHasNoPrivilegesToGain() {
        Compose.services().forEach((name, service) -> {
            assertThat(Compose.memoryMiB(name)).as(name).isPositive();
            if (!name.equals("secrets")) {
                assertThat(Manifests.at(service, "cap_drop").toString())
                        .as(name)
                        .isEqualTo("[\"ALL\"]");
                assertThat(Manifests.at(service, "security_opt").toString())
                        .as(name)
                        .isEqualTo("[\"no-new-privileges:true\"]");
            }
        });
        assertThat(Manifests.text(Compose.service("migrate"), "restart")).matches("on-failure:[1-9]");
    }

    @Test
    void onlyTheDevicesPortIsPublishedBeyondThisMachine() {
        Compose.services().forEach((name, service) -> {
            if (service.has("ports")) {
                service.getAsJsonArray("ports")
                        .forEach(port -> assertThat(port.getAsString())
                                .as(name)
                                .matches(name.equals("mosquitto") ? "8883:8883" : "127\\.0\\.0\\.1:\\d+:\\d+"));
            }
        });
    }
}

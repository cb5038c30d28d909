package io.wattline.servers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/// Whether containers can be used here; asked once for each image, answered within about a minute.
final class Docker {

    private static final System.Logger LOG = System.getLogger(Docker.class.getName());
    private static final long PULL_SECONDS = 60;
    private static final Map<String, Optional<String>> ANSWERS = new ConcurrentHashMap<>();

    private Docker() {}

    /// Why `image` cannot be run; empty if it can. The reason is logged the first time.
    static Optional<String> whyNot(String image) {
        return ANSWERS.computeIfAbsent(image, asked -> {
            Optional<String> reason = ask(asked);
            reason.ifPresent(text -> LOG.log(System.Logger.Level.INFO, "no container of {0}: {1}", asked, text));
            return reason;
        });
    }

    private static Optional<String> ask(String image) {
        // Testcontainers takes its time, and many lines, to find out what is plain to see on most machines.
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return Optional.of("no Docker engine here (no DOCKER_HOST, no /var/run/docker.sock)");
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("the Docker engine does not answer");
        }
        return isThere(image) ? Optional.empty() : pull(image);
    }

    private static boolean isThere(String image) {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static Optional<String> pull(String image) {
        try (var pull =
                DockerClientFactory.instance().client().pullImageCmd(image).start()) {
            return pull.awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS)
                    ? Optional.empty()
                    : Optional.of("the image was not there and not pulled within " + PULL_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while pulling");
        } catch (IOException | RuntimeException e) {
            return Optional.of("the image was not there and cannot be pulled: " + e.getMessage());
        }
    }
}

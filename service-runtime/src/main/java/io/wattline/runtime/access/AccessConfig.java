package io.wattline.runtime.access;

import io.wattline.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The settings `AUTH`, `API_KEYS_FILE` and `CORS_ORIGINS`.
///
/// @param mode see [AuthMode]
/// @param apiKeysFile where the keys are
/// @param corsOrigins the origins whose pages may call this service; `*` alone means any; empty means none
public record AccessConfig(AuthMode mode, Optional<Path> apiKeysFile, List<String> corsOrigins) {

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    public AccessConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /// Open to everyone, no other origins: for the quickstart and tests on loopback.
    public static AccessConfig open() {
        return new AccessConfig(AuthMode.OFF, Optional.empty(), List.of());
    }

    /// Reads the settings and holds them against the start-up rule.
    ///
    /// @param host the address the service will listen on
    public static AccessConfig read(Settings settings, String host) {
        AuthMode mode = settings.choice("AUTH", AuthMode.AUTO);
        Optional<String> keysGiven = settings.optionalText("API_KEYS_FILE");
        Optional<Path> keys = settings.readableFile("API_KEYS_FILE");
        List<String> origins = settings.list("CORS_ORIGINS");
        if (mode == AuthMode.AUTO && keysGiven.isEmpty() && !isLoopback(host)) {
            settings.reject(
                    "AUTH",
                    "is auto, no API_KEYS_FILE is given and HTTP_HOST is no loopback address: give a key file, listen"
                            + " on 127.0.0.1, or set AUTH=off to serve everyone");
        }
        if (mode == AuthMode.OFF && keysGiven.isPresent()) {
            settings.reject("AUTH", "is off but API_KEYS_FILE is given: remove one of them");
        }
        origins.stream()
                .filter(origin -> !ORIGIN.matcher(origin).matches())
                .forEach(origin -> settings.reject(
                        "CORS_ORIGINS", "has an entry that is no origin like https://example.org, nor *"));
        return new AccessConfig(mode, keys, origins);
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

package io.wattline.query.http.voiding;

import io.wattline.query.voiding.VoidOrder;
import io.wattline.query.voiding.VoidOutcome;
import io.wattline.query.voiding.VoidedReadings;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `POST /v1/readings/void`: readings that are wrong beyond doubt, to be left out of every sum, or counted again.
public final class VoidRoutes {

    /// The answer.
    ///
    /// @param changed how many readings became void, or valid again
    /// @param unchanged how many were so already
    record Done(int changed, int unchanged) {}

    private static final String BEARER = "Bearer ";
    /// As many hex digits of the key's SHA-256 as the record carries: enough to find the line of the key file.
    private static final int KEY_ID_DIGITS = 12;

    private final VoidedReadings readings;

    /// Routes over `readings`.
    public VoidRoutes(VoidedReadings readings) {
        this.readings = readings;
    }

    /// The routes.
    public List<Route> routes() {
        return List.of(Route.post("/v1/readings/void", Scope.ADMIN, this::change));
    }

    private Answer change(Request request) {
        request.query().allowOnly(Set.of());
        VoidOrder order = VoidBody.read(Json.readObject(request.body()), keyId(request));
        return switch (readings.change(order)) {
            case VoidOutcome.Written(int changed) ->
                Answer.ok(new Done(changed, order.readings().size() - changed));
            case VoidOutcome.NoSuchReading(int position) -> {
                VoidOrder.Key key = order.readings().get(position);
                throw Problem.notFound("There is no reading of " + key.deviceId() + " at " + key.measuredAt()
                                + "; nothing was changed")
                        .with("index", position)
                        .asException();
            }
        };
    }

    private static Optional<String> keyId(Request request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header ->
                        sha256Hex(header.substring(BEARER.length()).strip()).substring(0, KEY_ID_DIGITS));
    }

    private static String sha256Hex(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

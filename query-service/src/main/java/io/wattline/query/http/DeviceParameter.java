package io.wattline.query.http;

import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Problem;
import io.wattline.telemetry.DeviceId;

/// Device ids in paths.
public final class DeviceParameter {

    /// The error for any other value.
    public static final String EXPECTED = "must be 1 to 64 of A-Z a-z 0-9 . _ : * -, starting with a letter or a digit";

    private DeviceParameter() {}

    /// The id in the path.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 if it is outside the grammar
    public static String read(ServerRequest request, String name) {
        String id = request.path().pathParameters().get(name);
        if (!DeviceId.isValid(id)) {
            throw Problem.badParameter(name, EXPECTED).asException();
        }
        return id;
    }
}

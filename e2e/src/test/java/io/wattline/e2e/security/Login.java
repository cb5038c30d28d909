package io.wattline.e2e.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The credentials that a client shows to a listener of the broker.
///
/// @param clientId the client id it asks for
/// @param username null for none
/// @param password null for none
/// @param certificate the certificate's path without `.crt` and `.key`; null for none
record Login(
        String clientId,
        @Nullable String username,
        @Nullable String password,
        @Nullable Path certificate) {

    static Login anonymous(String clientId) {
        return new Login(clientId, null, null, null);
    }

    static Login password(String username, String password) {
        return new Login("chosen-by-" + username, username, password, null);
    }

    static Login certificate(Path path) {
        return new Login("chosen-by-nobody", null, null, path);
    }

    Login as(String otherClientId) {
        return new Login(otherClientId, username, password, certificate);
    }

    Login with(Path otherCertificate) {
        return new Login(clientId, username, password, otherCertificate);
    }
}

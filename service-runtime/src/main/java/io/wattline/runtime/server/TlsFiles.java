package io.wattline.runtime.server;

import java.nio.file.Path;

/// The settings `HTTP_TLS_CERT_FILE` and `HTTP_TLS_KEY_FILE`.
///
/// @param certificateChain PEM, the server's certificate first
/// @param privateKey PEM, PKCS #8, not encrypted
public record TlsFiles(Path certificateChain, Path privateKey) {}

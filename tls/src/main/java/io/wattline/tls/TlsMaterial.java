package io.wattline.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.KeyStoreUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.jspecify.annotations.Nullable;

/// The content of the files at one moment, in the form that JSSE needs.
///
/// @param trust trusts exactly the authorities of the file; null where none is given
/// @param identity shows our chain; null where none is given
/// @param authoritiesNotAfter when the first of the authorities expires; null where none is given
/// @param certificateNotAfter when the first certificate of our chain expires; null where none is given
public record TlsMaterial(
        @Nullable X509ExtendedTrustManager trust,
        @Nullable X509ExtendedKeyManager identity,
        @Nullable Instant authoritiesNotAfter,
        @Nullable Instant certificateNotAfter) {

    private static final char[] NO_PASSWORD = new char[0];

    /// Reads the files.
    ///
    /// @throws IllegalArgumentException naming the file and what is wrong with it, without quoting it
    public static TlsMaterial read(TlsFiles files) {
        return of(PemFiles.read(files));
    }

    static TlsMaterial of(PemFiles files) {
        PemFile authoritiesFile = files.authorities();
        List<X509Certificate> authorities = authoritiesFile == null ? List.of() : authoritiesFile.certificates();
        PemFile certificateFile = files.certificate();
        PemFile keyFile = files.key();
        if (certificateFile == null || keyFile == null) {
            return new TlsMaterial(trusting(authorities), null, firstEnd(authorities), null);
        }
        List<X509Certificate> chain = certificateFile.certificates();
        PrivateKey key = keyFile.privateKey();
        if (!KeyPairCheck.belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException(keyFile.path()
                    + " holds a private key that is not that of the first certificate in " + certificateFile.path());
        }
        return new TlsMaterial(trusting(authorities), showing(key, chain), firstEnd(authorities), firstEnd(chain));
    }

    /// [#trust] for a library that asks for a factory.
    public @Nullable TrustManagerFactory trustFactory() {
        return trust == null ? null : TrustManagerUtils.createTrustManagerFactory(trust);
    }

    /// [#identity] for a library that asks for a factory.
    public @Nullable KeyManagerFactory identityFactory() {
        return identity == null ? null : KeyManagerUtils.createKeyManagerFactory(identity);
    }

    private static @Nullable X509ExtendedTrustManager trusting(List<X509Certificate> authorities) {
        return authorities.isEmpty()
                ? null
                : TrustManagerUtils.createTrustManager(KeyStoreUtils.createTrustStore(authorities));
    }

    private static X509ExtendedKeyManager showing(PrivateKey key, List<X509Certificate> chain) {
        return KeyManagerUtils.createKeyManager(
                KeyStoreUtils.createIdentityStore(key, NO_PASSWORD, chain), NO_PASSWORD);
    }

    private static @Nullable Instant firstEnd(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}

package io.wattline.tls;

import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.SSLSessionUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.jspecify.annotations.Nullable;

/// What is in the files now: handshakes that begin after a change that was seen use what is there then. Connections
/// that stand are not touched.
///
/// A change counts once two looks in a row found the same, so that files that are being written are left alone. What
/// cannot be used, as a certificate whose key is not there yet, changes nothing: the former material stays.
///
/// [#look] belongs to one thread; everything else is safe for all.
public final class ReloadedTls {

    /// What a look at the files found.
    public sealed interface Look {

        /// Nothing new, or nothing new to say.
        record Unchanged() implements Look {}

        /// Other files: they are used from now on.
        record Reloaded() implements Look {}

        /// Other files that cannot be used. Said once for each content.
        ///
        /// @param complaint names the file, without quoting it
        record Refused(String complaint) implements Look {}
    }

    /// The texts of the files, or why they cannot be read.
    private record Contents(@Nullable PemFiles texts, String complaint) {}

    private static final Look UNCHANGED = new Look.Unchanged();

    private final TlsFiles files;
    private final @Nullable X509ExtendedTrustManager trust;
    private final @Nullable X509ExtendedKeyManager identity;
    private volatile TlsMaterial current;
    private volatile @Nullable SSLContext serverContext;
    private Contents used;
    private Contents seen;

    private ReloadedTls(TlsFiles files, PemFiles texts) {
        this.files = files;
        this.used = new Contents(texts, "");
        this.seen = used;
        this.current = TlsMaterial.of(texts);
        this.trust = current.trust() == null ? null : TrustManagerUtils.createSwappableTrustManager(current.trust());
        this.identity =
                current.identity() == null ? null : KeyManagerUtils.createSwappableKeyManager(current.identity());
    }

    /// Reads the files for the first time.
    ///
    /// @throws IllegalArgumentException naming the file and what is wrong with it, without quoting it
    public static ReloadedTls of(TlsFiles files) {
        return new ReloadedTls(files, PemFiles.read(files));
    }

    /// What is used now, for looking at: its managers are those of this moment.
    public TlsMaterial current() {
        return current;
    }

    /// Whom to trust at each handshake; null where no file was given.
    public @Nullable TrustManagerFactory trustFactory() {
        return trust == null ? null : TrustManagerUtils.createTrustManagerFactory(trust);
    }

    /// What to show at each handshake; null where no file was given.
    public @Nullable KeyManagerFactory identityFactory() {
        return identity == null ? null : KeyManagerUtils.createKeyManagerFactory(identity);
    }

    /// A context for a server that shows the certificate. To be made once.
    ///
    /// @throws IllegalStateException if no certificate was given
    public SSLContext serverContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {Objects.requireNonNull(identity, "a server needs a certificate")}, null, null);
            serverContext = context;
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK makes no TLS context", e);
        }
    }

    /// Looks at the files, and uses them if they have changed, have been the same at the last look, and can be used.
    public Look look() {
        Contents found = read();
        boolean sameAsBefore = found.equals(seen);
        seen = found;
        if (!sameAsBefore || found.equals(used)) {
            return UNCHANGED;
        }
        // Whether it can be used or not, it is judged once.
        used = found;
        if (found.texts() == null) {
            return new Look.Refused(found.complaint());
        }
        try {
            use(TlsMaterial.of(found.texts()));
            return new Look.Reloaded();
        } catch (IllegalArgumentException e) {
            return new Look.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Contents read() {
        try {
            return new Contents(PemFiles.read(files), "");
        } catch (IllegalArgumentException e) {
            return new Contents(null, String.valueOf(e.getMessage()));
        }
    }

    private void use(TlsMaterial material) {
        if (trust != null && material.trust() != null) {
            TrustManagerUtils.swapTrustManager(trust, material.trust());
        }
        if (identity != null && material.identity() != null) {
            KeyManagerUtils.swapKeyManager(identity, material.identity());
        }
        current = material;
        SSLContext context = serverContext;
        if (context != null) {
            // A session that is resumed would show the former certificate.
            SSLSessionUtils.invalidateCaches(context);
        }
    }
}

package io.wattline.runtime.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a file, which may be changed while the service runs.
///
/// A change is seen at the first look more than [#LOOK_EVERY] after the one before. A file that has become
/// unreadable or invalid is logged once, and its previous keys stay in force until it is corrected. Replace the file by
/// renaming, so that it is never read half written. Called by many threads; one of them reads, the others do not wait.
final class KeyFile {

    /// How long keys that were taken out of the file may still be good.
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final long MAX_BYTES = 1_048_576;

    private record Version(
            Instant modified, long bytes, @Nullable Object identity) {}

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong lookedAt;
    private volatile ApiKeys keys;
    private volatile @Nullable Version version;

    private KeyFile(Path file, LongSupplier nanoTime, ApiKeys keys, Version version) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lookedAt = new AtomicLong(nanoTime.getAsLong());
        this.keys = keys;
        this.version = version;
    }

    /// Reads the file for the first time.
    ///
    /// @throws IllegalArgumentException if it is no key file; the message says where
    static KeyFile open(Path file, LongSupplier nanoTime) {
        try {
            Version version = version(file);
            return new KeyFile(file, nanoTime, read(file), version);
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(), e);
        }
    }

    /// The keys now.
    ApiKeys keys() {
        long last = lookedAt.get();
        long now = nanoTime.getAsLong();
        if (now - last >= LOOK_EVERY.toNanos() && lookedAt.compareAndSet(last, now)) {
            look();
        }
        return keys;
    }

    private void look() {
        @Nullable Version seen = null;
        try {
            seen = version(file);
            if (!seen.equals(version)) {
                keys = read(file);
                LOG.info("key file read again keys={}", keys.count());
            }
        } catch (IOException e) {
            complain(seen, unreadable());
        } catch (IllegalArgumentException e) {
            complain(seen, e.getMessage());
        }
        version = seen;
    }

    // Once a version; a file that is not there has the version null.
    private void complain(@Nullable Version seen, @Nullable String what) {
        if (seen == null ? version != null : !seen.equals(version)) {
            LOG.error("key file kept as it was before: {}", what);
        }
    }

    private static ApiKeys read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("API_KEYS_FILE is longer than " + MAX_BYTES + " bytes");
        }
        return ApiKeys.of(Files.readString(file, StandardCharsets.UTF_8).lines().toList());
    }

    private static Version version(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
    }

    private static String unreadable() {
        return "API_KEYS_FILE could not be read as UTF-8 text";
    }
}

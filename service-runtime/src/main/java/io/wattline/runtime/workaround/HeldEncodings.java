package io.wattline.runtime.workaround;

import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/// Hands every `Content-Encoding` on as it is.
///
/// Helidon 4.4.0 answers 400 for an encoding it does not know, where RFC 9110 section 15.5.16 has 415, and counts a
/// body before it is inflated; its own gzip is not published for this version. Can go when it answers 415 and bounds
/// what comes out.
public record HeldEncodings(ContentEncodingContextConfig prototype) implements ContentEncodingContext {

    /// The only one.
    public static HeldEncodings create() {
        return new HeldEncodings(ContentEncodingContext.builder().buildPrototype());
    }

    @Override
    public boolean contentEncodingEnabled() {
        return false;
    }

    @Override
    public boolean contentDecodingEnabled() {
        return true;
    }

    @Override
    public boolean contentEncodingSupported(String encodingId) {
        return false;
    }

    @Override
    public boolean contentDecodingSupported(String encodingId) {
        return true;
    }

    @Override
    public ContentEncoder encoder(String encodingId) {
        return ContentEncoder.NO_OP;
    }

    @Override
    public ContentDecoder decoder(String encodingId) {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
        return ContentEncoder.NO_OP;
    }
}

package io.wattline.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One walk over the tokens of one JSON text: structure faults in the order of the text, readings along the way.
///
/// A structure fault anywhere refuses the whole message, so what was collected before it is thrown away. For one
/// message and one thread.
final class MessageScanner {

    /// A name may fill a payload; numbers have their own check, which counts every character of the token.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(WireFormat.MAX_PAYLOAD_BYTES)
                    .maxNumberLength(WireFormat.MAX_PAYLOAD_BYTES)
                    .maxStringLength(WireFormat.MAX_PAYLOAD_BYTES)
                    .build())
            .build();

    private final byte[] payload;
    private final Sender sender;
    private final AcceptedWindow window;
    private final Instant receivedAt;

    private final List<Reading> readings = new ArrayList<>(1);
    private final List<Rejection> rejections = new ArrayList<>(0);
    private final FieldValues fields = new FieldValues();

    private int depth;
    /// The level at which members belong to a reading: 1 in a lone object, 2 in an array.
    private int readingDepth;
    private @Nullable Field current;
    private boolean itemIsObject;
    private int items;
    private int itemStart;

    MessageScanner(byte[] payload, Sender sender, AcceptedWindow window, Instant receivedAt) {
        this.payload = payload;
        this.sender = sender;
        this.window = window;
        this.receivedAt = receivedAt;
    }

    Decoded scan() {
        try (JsonParser parser = JSON.createParser(payload)) {
            JsonToken root = parser.nextToken();
            if (root == null) {
                return refused(RejectReason.BAD_JSON, "nothing but white space");
            }
            readingDepth = root == JsonToken.START_ARRAY ? 2 : 1;
            Rejection fault = walk(parser, root);
            if (fault != null) {
                return Decoded.refused(fault);
            }
            return decoded(root);
        } catch (JsonProcessingException e) {
            return refused(isDuplicate(e) ? RejectReason.DUPLICATE_KEY : RejectReason.BAD_JSON, where(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array could not be read", e);
        }
    }

    private Decoded decoded(JsonToken root) {
        if (!root.isStructStart()) {
            return refused(RejectReason.WRONG_ROOT, "the root must be an object or an array");
        }
        if (items == 0) {
            return refused(RejectReason.BATCH_EMPTY, "the array is empty");
        }
        if (items > WireFormat.MAX_ARRAY_READINGS) {
            return refused(
                    RejectReason.BATCH_TOO_LARGE,
                    "an array holds at most " + WireFormat.MAX_ARRAY_READINGS + " readings");
        }
        return new Decoded(readings, rejections);
    }

    /// Reads to the end of the text; the first structure fault, or null.
    private @Nullable Rejection walk(JsonParser parser, JsonToken root) throws IOException {
        JsonToken token = root;
        do {
            if (token.isStructStart()) {
                if (depth == WireFormat.MAX_DEPTH) {
                    return whole(RejectReason.TOO_DEEP, "nested deeper than " + WireFormat.MAX_DEPTH + " levels");
                }
                enter(parser, token);
            } else if (token.isStructEnd()) {
                leave(parser);
            } else if (token == JsonToken.FIELD_NAME) {
                current = depth == readingDepth ? Field.named(parser.currentName()) : null;
            } else {
                if (token.isNumeric() && parser.getTextLength() > WireFormat.MAX_NUMBER_LENGTH) {
                    return whole(
                            RejectReason.BAD_JSON, "a number of over " + WireFormat.MAX_NUMBER_LENGTH + " characters");
                }
                scalar(parser, token);
            }
        } while (depth > 0 && (token = parser.nextToken()) != null);
        return parser.nextToken() == null ? null : whole(RejectReason.BAD_JSON, "something follows the JSON text");
    }

    private void enter(JsonParser parser, JsonToken token) {
        if (depth == readingDepth - 1) {
            itemStart = offset(parser.currentTokenLocation().getByteOffset());
            itemIsObject = token == JsonToken.START_OBJECT;
            fields.clear();
        } else if (depth == readingDepth && current != null) {
            fields.putContainer(current);
        }
        current = null;
        depth++;
    }

    private void leave(JsonParser parser) {
        depth--;
        if (depth == readingDepth - 1) {
            endItem(parser);
        }
    }

    private void scalar(JsonParser parser, JsonToken token) throws IOException {
        if (depth == readingDepth && current != null) {
            fields.put(current, token, parser);
        } else if (depth == 1 && readingDepth == 2) {
            itemStart = offset(parser.currentTokenLocation().getByteOffset());
            itemIsObject = false;
            parser.finishToken();
            endItem(parser);
        }
    }

    private void endItem(JsonParser parser) {
        int index = items++;
        if (items > WireFormat.MAX_ARRAY_READINGS) {
            return;
        }
        Checked checked = itemIsObject
                ? fields.check(sender, window, receivedAt)
                : new Checked.Bad(RejectReason.WRONG_TYPE, "an array element must be an object");
        switch (checked) {
            case Checked.Good good -> readings.add(good.reading());
            case Checked.Bad bad -> {
                int end = offset(parser.currentLocation().getByteOffset());
                rejections.add(
                        new Rejection(bad.reason(), bad.detail(), index, Arrays.copyOfRange(payload, itemStart, end)));
            }
        }
    }

    private int offset(long byteOffset) {
        return Math.clamp(byteOffset, 0, payload.length);
    }

    private Decoded refused(RejectReason reason, String detail) {
        return Decoded.refused(whole(reason, detail));
    }

    private Rejection whole(RejectReason reason, String detail) {
        return new Rejection(reason, detail, null, payload);
    }

    /// Jackson has no type of its own for this fault. It alone sees the name before it looks ahead at the value, so a
    /// check outside could not tell which of the two faults stands first. A test pins the wording.
    private static boolean isDuplicate(JsonProcessingException e) {
        return e.getOriginalMessage().startsWith("Duplicate");
    }

    private static String where(JsonProcessingException e) {
        return "fault at byte " + (e.getLocation() == null ? 0 : e.getLocation().getByteOffset());
    }
}

package io.wattline.query.http.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattline.runtime.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Mappings as CSV (RFC 4180) in UTF-8, with or without a byte order mark.
///
/// The first line names the columns, in any order: `vehicleId` and `meterId`, and `validFrom` and `validTo` if wanted.
/// An empty time is unbounded. As neither ids nor times hold commas, quotes or line ends, a field may be quoted but
/// has nothing to escape.
final class MappingCsv {

    private static final List<String> REQUIRED = List.of("vehicleId", "meterId");
    private static final Set<String> KNOWN = Set.of("vehicleId", "meterId", "validFrom", "validTo");

    private MappingCsv() {}

    /// One object a line behind the header, with the columns as members. A line that does not have the header's
    /// columns becomes one without members, which the caller refuses by its number.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 if it is not UTF-8 or the header is not as required
    static List<ObjectNode> rows(byte[] body) {
        List<String> lines = Arrays.asList(text(body).split("\r?\n", -1));
        int end = lines.getLast().isEmpty() ? lines.size() - 1 : lines.size();
        List<String> header = end == 0 ? List.of() : fields(lines.getFirst());
        if (!KNOWN.containsAll(header)
                || !header.containsAll(REQUIRED)
                || new HashSet<>(header).size() != header.size()) {
            throw Problem.badRequest(
                            "The first line must name the columns: vehicleId,meterId,validFrom,validTo (the last two"
                                    + " may be missing)")
                    .asException();
        }
        return lines.subList(1, end).stream()
                .map(line -> row(header, fields(line)))
                .toList();
    }

    private static ObjectNode row(List<String> header, List<String> fields) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        if (fields.size() == header.size()) {
            IntStream.range(0, header.size())
                    .filter(i -> !fields.get(i).isEmpty())
                    .forEach(i -> row.put(header.get(i), fields.get(i)));
        }
        return row;
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split(",", -1)).map(MappingCsv::unquoted).toList();
    }

    private static String unquoted(String field) {
        return field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"")
                ? field.substring(1, field.length() - 1)
                : field;
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("The body is not UTF-8").asException();
        }
    }
}

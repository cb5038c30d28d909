package io.wattline.query.http.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.wattline.runtime.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Mappings as CSV (RFC 4180) in UTF-8, with or without a byte order mark.
///
/// The first line names the columns, in any order: `vehicleId` and `meterId`, and `validFrom` and `validTo` if wanted.
/// An empty time is unbounded.
final class MappingCsv {

    private static final List<String> REQUIRED = List.of("vehicleId", "meterId");
    private static final Set<String> KNOWN = Set.of("vehicleId", "meterId", "validFrom", "validTo");

    private MappingCsv() {}

    /// One object a record behind the header, with the columns as members. A record that does not have the header's
    /// columns becomes one without members, which the caller refuses by its number.
    ///
    /// @param most no more records than these are read
    /// @throws io.wattline.runtime.http.ProblemException 400 if it is not UTF-8 or not CSV, or if the header is not
    /// as required
    static List<ObjectNode> rows(byte[] body, int most) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text(body))) {
            Iterator<CsvRecord> records = csv.iterator();
            List<String> header = header(records);
            List<ObjectNode> rows = new ArrayList<>();
            while (rows.size() < most && records.hasNext()) {
                rows.add(row(header, records.next().getFields()));
            }
            return rows;
        } catch (CsvParseException e) {
            throw Problem.badRequest("The body is not CSV (RFC 4180): a quoted field must end with a quote")
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> header(Iterator<CsvRecord> records) {
        List<String> header = records.hasNext() ? records.next().getFields() : List.of();
        if (!KNOWN.containsAll(header)
                || !header.containsAll(REQUIRED)
                || new HashSet<>(header).size() != header.size()) {
            throw Problem.badRequest(
                            "The first line must name the columns: vehicleId,meterId,validFrom,validTo (the last two"
                                    + " may be missing)")
                    .asException();
        }
        return header;
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

package io.wattline.query.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list in an answer.
///
/// @param items at most as many as were asked for
/// @param nextCursor asks for what comes behind them; null if nothing does
public record KeyPage<T>(List<T> items, @Nullable String nextCursor) {

    /// The page out of rows of which one more than `limit` was read, to see whether there is more.
    public static <R, T> KeyPage<T> of(List<R> rows, int limit, Function<R, T> body, Function<R, String> cursor) {
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        return new KeyPage<>(shown.stream().map(body).toList(), more ? cursor.apply(shown.getLast()) : null);
    }
}

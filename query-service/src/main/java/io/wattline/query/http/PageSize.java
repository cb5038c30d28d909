package io.wattline.query.http;

import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;

/// The parameter `limit`: 1 to 1,000, and 100 where it is not given.
public final class PageSize {

    public static final String PARAMETER = "limit";
    public static final int MAX = 1_000;

    private static final int USUAL = 100;

    private PageSize() {}

    /// How many items were asked for.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 if that is no number, or not one of those
    public static int read(Query query) {
        return query.one(PARAMETER).map(PageSize::parse).orElse(USUAL);
    }

    private static int parse(String text) {
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX) {
            throw Problem.badParameter(PARAMETER, "must be a whole number from 1 to " + MAX)
                    .asException();
        }
        return limit;
    }
}

package io.wattline.ingestor.pipeline;

/// How many rows a writer puts into one transaction: halved where that took too long, and grown again slowly, a
/// fiftieth of the most a commit. For one writer thread.
final class BatchSize {

    private static final int STEPS = 50;

    private final int most;
    private int rows;
    /// An array may take a batch over `rows`, unless more than this has taken too long.
    private int ceiling = Integer.MAX_VALUE;

    BatchSize(int most) {
        this.most = most;
        this.rows = most;
    }

    int rows() {
        return rows;
    }

    /// Whether so many may be tried at once.
    boolean fits(int tried) {
        return tried <= ceiling;
    }

    /// So many rows took too long.
    void tooMany(int tried) {
        ceiling = Math.max(1, tried / 2);
        rows = Math.min(rows, ceiling);
    }

    /// So many rows were committed in time. A small batch says nothing about larger ones.
    void committed(int committed) {
        if (committed * 2 >= rows) {
            rows = Math.min(most, rows + Math.max(1, most / STEPS));
            ceiling = rows == most ? Integer.MAX_VALUE : Math.max(ceiling, rows);
        }
    }
}

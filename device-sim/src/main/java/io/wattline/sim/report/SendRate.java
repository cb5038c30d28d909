package io.wattline.sim.report;

/// Readings a second between the first moment and the last, of moments that may come from several threads and
/// out of order.
///
/// The first message opens the span and is not counted in it: n messages lie n − 1 intervals apart. Safe for
/// all threads.
final class SendRate {

    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long readings;
    private long readingsOfFirst;

    synchronized void add(long nanos, int number) {
        if (nanos < first) {
            first = nanos;
            readingsOfFirst = number;
        }
        last = Math.max(last, nanos);
        readings += number;
    }

    /// 0 where there is no span to divide by.
    synchronized double perSecond() {
        return last > first ? (readings - readingsOfFirst) * 1e9 / (last - first) : 0;
    }
}

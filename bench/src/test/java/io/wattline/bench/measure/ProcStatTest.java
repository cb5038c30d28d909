package io.wattline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void readsOwnTimeAndThatOfEndedChildren() {
        String line = "4711 (postgres) S 1 4711 4711 0 -1 4194560 9 8 7 6 150 50 3000 400 20 0 1 0 123 456 789";
        assertThat(ProcStat.parse(line)).isEqualTo(new ProcStat(200, 3_400));
    }

    @Test
    void readsALineWhoseProcessNameHasBlanksAndBrackets() {
        String line = "1 (a) S 9 (b) S 1 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 1 1 1";
        assertThat(ProcStat.parse(line)).isEqualTo(new ProcStat(3, 7));
    }

    @Test
    void refusesOtherLines() {
        assertThatThrownBy(() -> ProcStat.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProcStat.parse("1 (x) S 1 2 3")).isInstanceOf(IllegalArgumentException.class);
    }
}

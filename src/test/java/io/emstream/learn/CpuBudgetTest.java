package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 50);

    @Test
    void workIsAllowedAgainWhenItsShareOfTheTimeHasPassed() {
        CpuBudget budget = new CpuBudget(0.25, clock::get);
        assertThat(budget.allows()).isTrue();
        int answer = budget.measure(() -> {
            clock.addAndGet(100);
            return 42;
        });
        assertThat(answer).isEqualTo(42);
        assertThat(budget.allows()).isFalse();
        clock.addAndGet(299);
        assertThat(budget.allows()).isFalse();
        clock.addAndGet(1);
        assertThat(budget.allows()).isTrue();
        assertThat(budget.putOff()).isEqualTo(2);
    }

    @Test
    void withoutABoundNothingIsPutOff() {
        CpuBudget budget = new CpuBudget(Double.POSITIVE_INFINITY, clock::get);
        budget.measure(() -> clock.addAndGet(1_000_000_000));
        assertThat(budget.allows()).isTrue();
        assertThat(budget.putOff()).isZero();
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the rate falls, and when a training ends before its last epoch. */
class ScheduleTest {
    @Test
    void ratesFallAsTheirSchedulesSay() {
        assertThat(Schedule.CONSTANT.rate(0.1, 7, 10, 3)).isEqualTo(0.1);
        assertThat(Schedule.PLATEAU.rate(0.1, 7, 10, 3)).isCloseTo(0.0125, within(1e-12));
        assertThat(Schedule.PLATEAU.rate(0.1, 7, 10, 30)).isCloseTo(1e-4, within(1e-12));
        assertThat(Schedule.POLYNOMIAL.rate(0.1, 1, 10, 0)).isEqualTo(0.1);
        assertThat(Schedule.POLYNOMIAL.rate(0.1, 6, 10, 0)).isCloseTo(0.1 * Math.pow(0.5, 0.9), within(1e-12));
    }

    @Test
    void aPlateauHalvesTheRateAndPatienceEndsTheTraining() {
        EarlyStopping.Patience patience = EarlyStopping.Patience.of(8, 50);
        EarlyStopping stopping = EarlyStopping.START.after(0.5, patience);
        assertThat(stopping).isEqualTo(new EarlyStopping(1, 1, 0.5, 0, 0, 0));
        stopping = stopping.after(0.4, patience).after(0.5, patience);
        assertThat(stopping.halvings()).isEqualTo(1); // a quarter of 8 epochs without a rise
        assertThat(stopping.exhausted(patience)).isFalse();
        for (int i = 0; i < 6; i++) {
            stopping = stopping.after(Double.NaN, patience);
        }
        assertThat(stopping.exhausted(patience)).isTrue();
        assertThat(stopping.best()).isEqualTo(1);
        assertThat(stopping.after(0.6, patience)).isEqualTo(new EarlyStopping(10, 10, 0.6, 0, stopping.halvings(), 0));
    }

    @ParameterizedTest(name = "patience {0}, {1} steps an epoch")
    @CsvSource({"20, 50, 20, 5, 1", "20, 5, 200, 50, 10", "20, 400, 3, 2, 1", "1, 50, 1, 2, 1", "3, 100, 3, 2, 1"})
    void patienceCountsStepsWhateverAnEpochHas(int given, int steps, int end, int plateau, int warm) {
        assertThat(EarlyStopping.Patience.of(given, steps)).isEqualTo(new EarlyStopping.Patience(end, plateau, warm));
    }

    @Test
    void aScoreThatFallsWhileTheRateRisesIsForgiven() {
        EarlyStopping.Patience patience = EarlyStopping.Patience.of(1, 10); // five epochs, and five warm ones
        EarlyStopping stopping = EarlyStopping.START.after(0.9, patience);
        for (int i = 0; i < 4; i++) {
            stopping = stopping.after(0.1, patience);
        }
        assertThat(stopping).isEqualTo(new EarlyStopping(5, 1, 0.9, 0, 0, 0));
        for (int i = 0; i < 5; i++) {
            assertThat(stopping.exhausted(patience)).isFalse();
            stopping = stopping.after(0.1, patience);
        }
        assertThat(stopping.exhausted(patience)).isTrue();
    }

    @Test
    void theRateRisesOverTheFirstSteps() {
        assertThat(TrainingSchedule.warm(0.5, 0)).isEqualTo(0.5 / TrainingSchedule.WARM_UP);
        assertThat(TrainingSchedule.warm(0.5, TrainingSchedule.WARM_UP / 2 - 1)).isEqualTo(0.25);
        assertThat(TrainingSchedule.warm(0.5, TrainingSchedule.WARM_UP - 1)).isEqualTo(0.5);
        assertThat(TrainingSchedule.warm(0.5, 1L << 40)).isEqualTo(0.5);
    }

    @Test
    void aPlateauIsAQuarterOfThePatienceButNeverASingleEpoch() {
        for (int given = 1; given <= 20; given++) {
            EarlyStopping.Patience patience = EarlyStopping.Patience.of(given, 50);
            EarlyStopping stopping = EarlyStopping.START.after(0.5, patience);
            int waited = 0;
            while (stopping.halvings() == 0) {
                stopping = stopping.after(0.5, patience);
                waited++;
            }
            assertThat(waited).as("patience %d", given).isEqualTo(given < 8 ? 2 : (given + 3) / 4);
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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
        EarlyStopping stopping = EarlyStopping.START.after(0.5, 8);
        assertThat(stopping).isEqualTo(new EarlyStopping(1, 1, 0.5, 0, 0));
        stopping = stopping.after(0.4, 8).after(0.5, 8);
        assertThat(stopping.halvings()).isEqualTo(1); // a quarter of 8 epochs without a rise
        assertThat(stopping.exhausted(8)).isFalse();
        for (int i = 0; i < 6; i++) {
            stopping = stopping.after(Double.NaN, 8);
        }
        assertThat(stopping.exhausted(8)).isTrue();
        assertThat(stopping.best()).isEqualTo(1);
        assertThat(stopping.after(0.6, 8)).isEqualTo(new EarlyStopping(10, 10, 0.6, 0, stopping.halvings()));
    }

    @Test
    void aPlateauIsAQuarterOfThePatienceButNeverASingleEpoch() {
        for (int patience = 1; patience <= 20; patience++) {
            EarlyStopping stopping = EarlyStopping.START.after(0.5, patience);
            int waited = 0;
            while (stopping.halvings() == 0) {
                stopping = stopping.after(0.5, patience);
                waited++;
            }
            assertThat(waited).as("patience %d", patience).isEqualTo(patience < 12 ? 2 : patience / 4);
            assertThat(stopping).isEqualTo(new EarlyStopping(1 + waited, 1, 0.5, 0, 1));
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Which GPUs TensorFlow sees, as they are chosen. */
class GpuVisibilityTest {
    @Test
    void theGpuThatIsChosenFirstIsTheOnlyOneSeen() {
        GpuVisibility first = new GpuVisibility();
        assertThat(first.visible(gpu(1))).isEqualTo("1");
        assertThat(first.pin(gpu(1))).isEmpty();
        assertThat(first.visible(Device.AUTOMATIC)).isEqualTo("1");
        assertThatThrownBy(() -> first.visible(gpu(0))).hasMessageContaining("TensorFlow has begun on GPU 1");
        first.undecide();
        assertThat(first.visible(gpu(0))).isEqualTo("0");
    }

    @Test
    void afterAnAutomaticChoiceAllAreSeenAndOneIsPinned() {
        GpuVisibility all = new GpuVisibility();
        assertThat(all.visible(Device.AUTOMATIC)).isEmpty();
        assertThat(all.pin(Device.AUTOMATIC)).isEmpty();
        assertThat(all.visible(gpu(1))).isEmpty();
        assertThat(all.pin(gpu(1))).isEqualTo("/device:GPU:1");
    }

    private static Device gpu(int index) {
        return new Device(Device.Kind.GPU, index);
    }
}

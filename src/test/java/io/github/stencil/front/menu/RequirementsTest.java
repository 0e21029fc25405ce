// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said on a Java or a machine that lacks something, which the Java that runs the tests does not. */
class RequirementsTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_322", "11.0.2", "16", "9-ea", "unknown"})
    void aJavaOlderThan17IsRefusedInOneSentence(String version) {
        assertThat(Requirements.refusal(version))
                .isEqualTo(
                        "Stencil needs Java 17 or newer, but this ImageJ runs on Java %s. Use an ImageJ or a Fiji that brings a newer Java.",
                        version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "21.0.1", "25-ea", "26.0.1+8"})
    void aNewerOneIsNot(String version) {
        assertThat(Requirements.refusal(version)).isEmpty();
    }

    @Test
    void anIntelMacIsToldThatTensorFlowHasNoLibrary() {
        assertThat(Requirements.warning("Mac OS X", "x86_64"))
                .startsWith("TensorFlow has no library for Intel Macs (this Java says x86_64)");
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Linux, amd64", "Linux, aarch64", "Windows 11, amd64"})
    void otherMachinesAreNot(String name, String processor) {
        assertThat(Requirements.warning(name, processor)).isEmpty();
    }
}

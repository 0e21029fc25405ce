// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.model.step.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An output that a package describes.
 *
 * @param card its name, axes and classes
 * @param after the steps behind it
 * @param testOutput what the network gives for the test input, if that is there
 */
public record PackageOutput(OutputCard card, List<Step> after, Optional<Path> testOutput) {
    /** Copies the steps, so that nobody changes them later. */
    public PackageOutput {
        after = List.copyOf(after);
    }
}

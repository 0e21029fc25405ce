// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;

/**
 * The counts of one image.
 *
 * @param image its name, as tables show it
 * @param counts truth against prediction
 */
public record ImageCounts(String image, ConfusionCounts counts) implements Serializable {}

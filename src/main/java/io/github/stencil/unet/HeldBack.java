// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.image.AxisImage;
import io.github.stencil.unet.data.HeldCorner;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An image that training never sees, and its truth.
 *
 * @param image a plane or a volume as it is, not normalised
 * @param classes reads the class of each pixel [D, H, W], negative where it does not count
 * @param objects the label map, where labels number objects
 * @param corner what is held back of it; empty for all
 */
record HeldBack(AxisImage image, Supplier<int[]> classes, Optional<AxisImage> objects, Optional<HeldCorner> corner) {}

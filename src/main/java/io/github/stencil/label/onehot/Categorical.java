// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.AxisImage;

/**
 * A categorical stack, and which label each of its classes has.
 *
 * @param image a plane per class along channels or slices, titled STEM-categorical
 * @param ids the classes
 */
public record Categorical(AxisImage image, ClassIds ids) {}

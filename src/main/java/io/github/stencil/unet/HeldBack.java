package io.github.stencil.unet;

import io.github.stencil.axes.AxisImage;

/**
 * An image that training never sees, and its truth.
 *
 * @param image as it is, not normalised
 * @param classes a class per pixel, or an ignored label; one channel, slices and frames as the image
 */
record HeldBack(AxisImage image, AxisImage classes) {}

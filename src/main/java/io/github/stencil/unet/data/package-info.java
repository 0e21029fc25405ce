/**
 * Training data: labelled images, and the patches that are cut, varied and stacked into batches. {@code unet} opens them
 * for a training, and {@code unet.graph} learns from their batches.
 */
@NullMarked
package io.github.stencil.unet.data;

import org.jspecify.annotations.NullMarked;

/**
 * Training a U-Net: its settings, epochs and checkpoints, and the model folder that comes of it. {@code command} trains
 * here, and scripts by {@link io.github.stencil.unet.UNets}.
 */
@NullMarked
package io.github.stencil.unet;

import org.jspecify.annotations.NullMarked;

/** The U-Net room: the network, its losses and optimizers, training, and the model folders that it writes. */
@NullMarked
package io.github.stencil.unet;

import org.jspecify.annotations.NullMarked;

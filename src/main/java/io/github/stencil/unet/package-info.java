/** Training of U-Nets: data with targets, the network, losses, training and its history. */
@NullMarked
package io.github.stencil.unet;

import org.jspecify.annotations.NullMarked;

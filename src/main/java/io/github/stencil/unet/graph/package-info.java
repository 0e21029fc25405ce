/** The U-Net as a graph: layers, losses, weights and steps of training. */
@NullMarked
package io.github.stencil.unet.graph;

import org.jspecify.annotations.NullMarked;

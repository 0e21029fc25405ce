/**
 * The U-Net as a TensorFlow graph: its shape, weights, losses and optimizers, a step of training and the file of the trained
 * network. Only {@code unet} builds and runs it; {@code command} names its losses and optimizers.
 */
@NullMarked
package io.github.stencil.unet.graph;

import org.jspecify.annotations.NullMarked;

/** Chains on the device: images and tensors that stay there from step to step, and the session that holds them. */
@NullMarked
package io.github.stencil.tensor.chain;

import org.jspecify.annotations.NullMarked;

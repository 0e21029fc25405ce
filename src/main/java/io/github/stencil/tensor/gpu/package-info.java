/** The libraries that TensorFlow needs for a GPU: finding, fetching and checking them, and saying what is missing. */
@NullMarked
package io.github.stencil.tensor.gpu;

import org.jspecify.annotations.NullMarked;

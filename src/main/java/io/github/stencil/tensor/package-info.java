/** The tensor room: device choice, native libraries, compiled tensor programs, and copies between arrays and tensors. */
@NullMarked
package io.github.stencil.tensor;

import org.jspecify.annotations.NullMarked;

/** The receptive field of a network, and how it scales its input, read from its graph: graph in, field out. */
@NullMarked
package io.github.stencil.model.field;

import org.jspecify.annotations.NullMarked;

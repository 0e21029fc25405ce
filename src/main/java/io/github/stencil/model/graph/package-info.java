/** The graph of a SavedModel: its signature, its variables and its last operations. */
@NullMarked
package io.github.stencil.model.graph;

import org.jspecify.annotations.NullMarked;

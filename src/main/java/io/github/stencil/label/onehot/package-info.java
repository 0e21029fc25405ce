/** Label maps to categorical (one-hot) stacks and back. */
@NullMarked
package io.github.stencil.label.onehot;

import org.jspecify.annotations.NullMarked;

/**
 * Label maps to categorical (one-hot) stacks and back. The commands Labels to Categorical and Categorical to Labels use it,
 * and scripts.
 */
@NullMarked
package io.github.stencil.label.onehot;

import org.jspecify.annotations.NullMarked;

/** What is said of a model: our card, the bioimage.io description, and the steps before and after the network. */
@NullMarked
package io.github.stencil.model.card;

import org.jspecify.annotations.NullMarked;

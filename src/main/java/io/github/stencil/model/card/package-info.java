/** What is said of a model and its outputs: in our card, or in the bioimage.io description. */
@NullMarked
package io.github.stencil.model.card;

import org.jspecify.annotations.NullMarked;

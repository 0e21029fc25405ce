/**
 * Objects of an image, block by block: the foreground, connected components, holes, growth, splitting and their
 * measures.
 */
@NullMarked
package io.github.stencil.label.objects;

import org.jspecify.annotations.NullMarked;

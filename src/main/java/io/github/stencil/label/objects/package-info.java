/**
 * Objects of an image, found block by block: the foreground, its connected components, holes, growth, splitting and
 * measures. The commands that refine masks use it, and {@code metric} where masks are scored as objects.
 */
@NullMarked
package io.github.stencil.label.objects;

import org.jspecify.annotations.NullMarked;

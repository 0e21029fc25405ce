/** What is done to pixels before a network and to values behind it, as steps in order. */
@NullMarked
package io.github.stencil.model.step;

import org.jspecify.annotations.NullMarked;

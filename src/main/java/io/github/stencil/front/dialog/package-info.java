/** Dialogs, previews and results on the screen. */
@NullMarked
package io.github.stencil.front.dialog;

import org.jspecify.annotations.NullMarked;

/** Results as tables and plots. */
@NullMarked
package io.github.stencil.command.table;

import org.jspecify.annotations.NullMarked;

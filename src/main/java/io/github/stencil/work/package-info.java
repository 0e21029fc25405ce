/**
 * Long work in steps that are shared and resumed: receipts of what is done, who does which block, and the threads
 * that do it.
 */
@NullMarked
package io.github.stencil.work;

import org.jspecify.annotations.NullMarked;

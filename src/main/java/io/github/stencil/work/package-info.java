/**
 * Long work in steps that are shared and resumed: receipts of what is done, who does which block, and the threads
 * that do it; and how much of Java's memory those who keep something for later have together.
 */
@NullMarked
package io.github.stencil.work;

import org.jspecify.annotations.NullMarked;

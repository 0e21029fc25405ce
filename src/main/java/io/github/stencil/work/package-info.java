/**
 * Long work in steps that are shared and resumed: receipts of what is done, who does which step, and the threads that do
 * it. Every room that works for long uses it, and {@code front} and {@code spark} give it its crews.
 */
@NullMarked
package io.github.stencil.work;

import org.jspecify.annotations.NullMarked;

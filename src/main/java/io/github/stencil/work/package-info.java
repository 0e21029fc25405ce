/**
 * Long work in steps that are shared and resumed: receipts of what is done, who does which step, and the threads that do
 * it.
 *
 * <p>Work is done in a {@link io.github.stencil.work.Workplace}: that is {@link io.github.stencil.work.Receipts}, what has
 * been written down, and {@link io.github.stencil.work.Sharing}, who does it. It is a row of {@link
 * io.github.stencil.work.WorkStep}s, each of pieces that do not need each other. {@link
 * io.github.stencil.work.Workplace#share} has the pieces of a step made that have no receipt, and writes the receipt of each
 * when it is done; when it returns all have one. Alone, that is all: who runs the same command again goes on with what is
 * missing. Where others help, each runs the same command over the same files with a {@link io.github.stencil.work.Share},
 * a step and some of its pieces: steps before that one are done, so nothing happens there, and after it the run ends. So
 * all processes must come by equal steps: a {@link io.github.stencil.work.Key} is made of a constant of an enum, and a step
 * that is called otherwise, or cut into another number of pieces, begins anew. Pieces may be made twice, as a process that
 * was lost may still be at one; the result is the same.
 *
 * <p>{@link io.github.stencil.work.Threads} do pieces side by side in this process, and {@link
 * io.github.stencil.work.Pipeline} overlaps their reading, computing and writing. {@link
 * io.github.stencil.work.HeapBudget} says how much of Java's memory those who keep something for later have together.
 */
@NullMarked
package io.github.stencil.work;

import org.jspecify.annotations.NullMarked;

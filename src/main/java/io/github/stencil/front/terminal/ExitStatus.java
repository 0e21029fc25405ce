// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.terminal;

/** What the command line's process ends with. */
public final class ExitStatus {
    /** Everything was done. */
    public static final int DONE = 0;

    /** Something failed; the rest was done. */
    public static final int PART_FAILED = 1;

    /** The usage was wrong, or nothing was done. */
    public static final int NOTHING_DONE = 2;

    /** The user stopped it. */
    public static final int CANCELLED = 130;

    private ExitStatus() {}
}

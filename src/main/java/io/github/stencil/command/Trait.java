// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a command's runs allow beside being done one after the other. */
public enum Trait {
    /**
     * Runs over several files are quicker side by side, as one alone leaves cores or the disk idle. Such a command shares
     * nothing between runs that is not thread-safe.
     */
    GAINS_FROM_COMPANY,
    /** The work goes in steps over blocks that several processes can share; see {@link io.github.stencil.image.ImageStore#work}. */
    WORKS_IN_BLOCKS,
    /** Runs over several files can go on side by side, each on a device of its own. */
    SPREADS,
    /** Stopping gives a result, so that it is worth a moment where a process is told to end. */
    GIVES_SOMETHING_WHEN_STOPPED;

    /** What a command's class says of its runs. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Of {
        /** Returns what holds. */
        Trait[] value();
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a command over files.
 *
 * @param stem the first image's file name without its ending, after which results are named; empty if no image is a file
 * @param files a file per image parameter, in the order of the parameters
 */
public record Job(String stem, Map<String, Path> files) {
    /** Copies the files, in their order. */
    public Job {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}

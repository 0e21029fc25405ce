// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.batch.Job;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job on its way to another process.
 *
 * @param stem after which results are named
 * @param entry what its results depend on
 * @param files absolute paths by parameter, in the order of the parameters
 */
record FileItem(String stem, String entry, LinkedHashMap<String, String> files) implements Serializable {

    static FileItem of(Job job, String entry) {
        LinkedHashMap<String, String> files = new LinkedHashMap<>();
        job.files().forEach((name, file) -> files.put(name, absolute(file)));
        return new FileItem(job.stem(), entry, files);
    }

    Job job() {
        Map<String, Path> paths = new LinkedHashMap<>();
        files.forEach((name, file) -> paths.put(name, Path.of(file)));
        return new Job(stem, paths);
    }

    /** Returns a path that means the same whatever the folder a process runs in. */
    static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }
}

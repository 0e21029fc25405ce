// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The surface distances of one image, or of several together, class by class.
 *
 * @param image its name, as tables show it
 * @param classes distances by class, for the classes that either map has
 */
public record ImageSurfaces(String image, Map<Long, SurfaceDistances> classes) implements Serializable {
    /** Copies the map. */
    public ImageSurfaces {
        classes = Map.copyOf(classes);
    }

    /** Returns the distances of a class, which are those of regions that are nowhere if neither map has it. */
    public SurfaceDistances of(long label) {
        return classes.getOrDefault(label, SurfaceDistances.EMPTY);
    }

    /** Returns the distances of all images together. */
    public static ImageSurfaces pooled(List<ImageSurfaces> images) {
        Map<Long, SurfaceDistances> all = new HashMap<>();
        for (ImageSurfaces image : images) {
            image.classes.forEach((label, distances) -> all.merge(label, distances, SurfaceDistances::plus));
        }
        return new ImageSurfaces(ClassReport.ALL, all);
    }
}

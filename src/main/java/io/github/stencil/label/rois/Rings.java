// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Traced outlines as the polygons that other programs know: simple rings, each outer one with the holes in it.
 *
 * <p>A ring is corners x, y in turn, from 0 at the image's upper left corner, without the first again at the end. What
 * {@link Outlines} traces has its label on the right, so that the shoelace formula gives outer rings a positive area and
 * holes a negative one, and may pass a corner twice; here such a ring is taken apart.
 */
final class Rings {
    /**
     * A part of an object.
     *
     * @param outer its outline
     * @param holes rings in it
     */
    record Part(int[] outer, List<int[]> holes) {}

    private Rings() {}

    /** Returns the parts of an object, larger ones first. */
    static List<Part> parts(List<int[]> traced) {
        List<Part> parts = new ArrayList<>();
        List<int[]> holes = new ArrayList<>();
        for (int[] ring : traced) {
            for (int[] simple : simple(ring)) {
                if (area(simple) > 0) {
                    parts.add(new Part(simple, new ArrayList<>()));
                } else {
                    holes.add(simple);
                }
            }
        }
        parts.sort(Comparator.comparingLong((Part part) -> area(part.outer())).reversed());
        for (int[] hole : holes) {
            int corner = upperLeft(hole);
            for (int i = parts.size() - 1; i >= 0; i--) { // the smallest one round it
                if (i == 0 || contains(parts.get(i).outer(), hole[corner], hole[corner + 1])) {
                    parts.get(i).holes().add(hole);
                    break;
                }
            }
        }
        return parts;
    }

    /** Takes a ring apart where it comes to a corner for the second time. */
    private static List<int[]> simple(int... ring) {
        List<int[]> all = new ArrayList<>();
        List<Long> path = new ArrayList<>();
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < ring.length; i += 2) {
            long corner = (long) ring[i] << 32 | ring[i + 1];
            Integer before = seen.get(corner);
            if (before != null) {
                List<Long> loop = path.subList(before, path.size());
                all.add(ring(loop));
                loop.forEach(seen::remove);
                loop.clear();
            }
            seen.put(corner, path.size());
            path.add(corner);
        }
        all.add(ring(path));
        return all;
    }

    private static int[] ring(List<Long> corners) {
        int[] ring = new int[2 * corners.size()];
        for (int i = 0; i < corners.size(); i++) {
            ring[2 * i] = (int) (corners.get(i) >> 32);
            ring[2 * i + 1] = corners.get(i).intValue();
        }
        return ring;
    }

    /** Returns twice the area by the shoelace formula: positive if the ring goes round like the hands of a clock, Y down. */
    static long area(int... ring) {
        long twice = 0;
        for (int i = 0; i < ring.length; i += 2) {
            int next = (i + 2) % ring.length;
            twice += (long) ring[i] * ring[next + 1] - (long) ring[next] * ring[i + 1];
        }
        return twice;
    }

    /** Returns where parts lie: left, top, and right and bottom behind the last pixel. */
    static int[] bounds(List<Part> parts) {
        int[] bounds = {Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0};
        for (Part part : parts) {
            int[] ring = part.outer();
            for (int i = 0; i < ring.length; i += 2) {
                bounds[0] = Math.min(bounds[0], ring[i]);
                bounds[1] = Math.min(bounds[1], ring[i + 1]);
                bounds[2] = Math.max(bounds[2], ring[i]);
                bounds[3] = Math.max(bounds[3], ring[i + 1]);
            }
        }
        return bounds;
    }

    private static int upperLeft(int... ring) {
        int best = 0;
        for (int i = 2; i < ring.length; i += 2) {
            boolean upper = ring[i + 1] < ring[best + 1] || (ring[i + 1] == ring[best + 1] && ring[i] < ring[best]);
            best = upper ? i : best;
        }
        return best;
    }

    /** Returns whether a pixel lies in a ring: whether a ray from its middle to the left crosses the ring an odd number of times. */
    private static boolean contains(int[] ring, int pixelX, int pixelY) {
        boolean inside = false;
        for (int i = 0; i < ring.length; i += 2) {
            int next = (i + 2) % ring.length;
            boolean beside = ring[i + 1] <= pixelY != ring[next + 1] <= pixelY; // edges run along X or Y
            inside ^= beside && ring[i] <= pixelX;
        }
        return inside;
    }
}

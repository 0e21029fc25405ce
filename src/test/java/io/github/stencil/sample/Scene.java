// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nuclei on a plane, before any microscope.
 *
 * @param width in pixels
 * @param height in pixels
 * @param nuclei in any order; where two overlap, a pixel is of the one whose middle is nearer, in radii
 */
record Scene(int width, int height, List<Nucleus> nuclei) {
    private static final int SMALLEST_AREA = 25;
    private static final double TOUCHING = 0.16;

    Scene {
        nuclei = List.copyOf(nuclei);
    }

    /** Creates a scene with so many nuclei, some of them touching another. */
    static Scene random(int width, int height, int count, Random random) {
        List<Nucleus> placed = new ArrayList<>();
        for (int tries = 0; placed.size() < count && tries < 100 * count; tries++) {
            Nucleus one = Nucleus.random(
                    placed.size() + 1, width * random.nextDouble(), height * random.nextDouble(), random);
            if (!isFree(one, placed)) {
                continue;
            }
            placed.add(one);
            if (random.nextDouble() < TOUCHING && placed.size() < count) {
                Nucleus other = beside(one, placed.size() + 1, random);
                if (isFree(other, placed.subList(0, placed.size() - 1))) {
                    placed.add(other);
                }
            }
        }
        return new Scene(width, height, placed);
    }

    /** Returns which nucleus each pixel belongs to, rows from the top; 0 for none. */
    int[] instances() {
        int[] ids = new int[width * height];
        double[] depths = new double[ids.length];
        for (Nucleus nucleus : nuclei) {
            visit(nucleus, (at, px, py) -> {
                double depth = nucleus.depth(px, py);
                if (depth < 1 && (ids[at] == 0 || depth < depths[at])) {
                    ids[at] = nucleus.id();
                    depths[at] = depth;
                }
            });
        }
        dropSlivers(ids);
        return ids;
    }

    /** Returns the nuclei's light in photons, rows from the top; 0 outside them. */
    double[] light() {
        double[] light = new double[width * height];
        for (Nucleus nucleus : nuclei) {
            visit(nucleus, (at, px, py) -> {
                if (nucleus.depth(px, py) < 1) {
                    light[at] = Math.max(light[at], nucleus.light(px, py));
                }
            });
        }
        return light;
    }

    /**
     * Returns the classes of an instance map: 0 background, 1 nucleus, 2 border. A border pixel is one of a nucleus that
     * has another label above, below, left or right of it; the image's edge is no border.
     */
    int[] classes(int[] ids) {
        int[] classes = new int[ids.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int id = ids[at];
                boolean border = (x > 0 && ids[at - 1] != id)
                        || (x < width - 1 && ids[at + 1] != id)
                        || (y > 0 && ids[at - width] != id)
                        || (y < height - 1 && ids[at + width] != id);
                classes[at] = id == 0 ? 0 : border ? 2 : 1;
            }
        }
        return classes;
    }

    static boolean isFree(Nucleus one, List<Nucleus> others) {
        for (Nucleus other : others) {
            double distance = StrictMath.hypot(one.x() - other.x(), one.y() - other.y());
            double direction = StrictMath.atan2(other.y() - one.y(), other.x() - one.x());
            if (distance < 1.25 * (one.reach(direction) + other.reach(direction + Math.PI))) {
                return false;
            }
        }
        return true;
    }

    private static Nucleus beside(Nucleus one, int id, Random random) {
        double direction = 2 * Math.PI * random.nextDouble();
        Nucleus other = Nucleus.random(id, 0, 0, random);
        double distance = 0.95 * (one.reach(direction) + other.reach(direction + Math.PI));
        return other.changed(
                one.x() + distance * StrictMath.cos(direction),
                one.y() + distance * StrictMath.sin(direction),
                0,
                1,
                1);
    }

    private interface Visitor {
        void at(int index, double px, double py);
    }

    private void visit(Nucleus nucleus, Visitor visitor) {
        int x0 = (int) Math.max(0, Math.floor(nucleus.x() - nucleus.farthest()));
        int x1 = (int) Math.min(width - 1, Math.ceil(nucleus.x() + nucleus.farthest()));
        int y0 = (int) Math.max(0, Math.floor(nucleus.y() - nucleus.farthest()));
        int y1 = (int) Math.min(height - 1, Math.ceil(nucleus.y() + nucleus.farthest()));
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                visitor.at(y * width + x, x, y);
            }
        }
    }

    /** Takes out what only a few pixels at the image's edge show of. */
    private void dropSlivers(int[] ids) {
        int highest = nuclei.stream().mapToInt(Nucleus::id).max().orElse(0);
        int[] areas = new int[highest + 1];
        for (int id : ids) {
            areas[id]++;
        }
        for (int i = 0; i < ids.length; i++) {
            if (areas[ids[i]] < SMALLEST_AREA) {
                ids[i] = 0;
            }
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A second person who draws the nuclei of a scene by hand: roughly right, and now and then wrong. */
final class Annotator {
    private static final double MISSED = 0.06;
    private static final double EXTRA = 0.05;
    private static final double JOINED = 0.4;

    private Annotator() {}

    /**
     * Returns a scene as that person sees it: each nucleus a little off its place and size, some missed, some that are
     * not there, and some touching pairs drawn as one.
     */
    static Scene look(Scene scene, Random random) {
        List<Nucleus> drawn = new ArrayList<>();
        for (Nucleus nucleus : scene.nuclei()) {
            double dx = 0.6 * random.nextGaussian();
            double dy = 0.6 * random.nextGaussian();
            double turn = 0.12 * random.nextGaussian();
            double size = 1.02 + 0.05 * random.nextGaussian();
            boolean missed = random.nextDouble() < MISSED;
            boolean joins = random.nextDouble() < JOINED;
            if (!missed) {
                Nucleus seen = nucleus.changed(dx, dy, turn, size, 1);
                drawn.add(joins ? seen.withId(neighbour(nucleus, scene)) : seen);
            }
        }
        int highest = scene.nuclei().size();
        int extra = (int) Math.ceil(EXTRA * highest);
        for (int tries = 0, added = 0; added < extra && tries < 1000; tries++) {
            double x = scene.width() * random.nextDouble();
            double y = scene.height() * random.nextDouble();
            Nucleus imagined = Nucleus.random(highest + 1 + added, x, y, random).changed(0, 0, 0, 0.7, 1);
            if (Scene.isFree(imagined, scene.nuclei()) && Scene.isFree(imagined, drawn)) {
                drawn.add(imagined);
                added++;
            }
        }
        return new Scene(scene.width(), scene.height(), drawn);
    }

    /** Returns the label of an earlier nucleus that this one touches, else its own. */
    private static int neighbour(Nucleus nucleus, Scene scene) {
        for (Nucleus other : scene.nuclei()) {
            double distance = StrictMath.hypot(nucleus.x() - other.x(), nucleus.y() - other.y());
            double direction = StrictMath.atan2(other.y() - nucleus.y(), other.x() - nucleus.x());
            if (other.id() < nucleus.id() && distance < nucleus.reach(direction) + other.reach(direction + Math.PI)) {
                return other.id();
            }
        }
        return nucleus.id();
    }
}

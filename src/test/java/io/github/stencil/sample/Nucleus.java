// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A synthetic nucleus: an ellipse with a wavy outline, and spots that make it look grainy.
 *
 * <p>Trigonometry is {@link StrictMath}'s, so that every machine draws the same pixels.
 *
 * @param id its label, from 1
 * @param x centre, in pixels
 * @param y centre, in pixels
 * @param radius of a circle of the same area, in pixels
 * @param elongation the longer axis over the shorter, from 1
 * @param angle of the longer axis, in radians
 * @param brightness light from its middle, in photons per pixel
 * @param outline what makes it differ from an ellipse
 * @param grain brighter and darker spots inside
 */
record Nucleus(
        int id,
        double x,
        double y,
        double radius,
        double elongation,
        double angle,
        double brightness,
        List<Wave> outline,
        List<Spot> grain) {

    /** So many lobes round the outline, each so high as a fraction of the radius. */
    record Wave(int lobes, double height, double phase) {}

    /** A bump of light; place and width in radii, height as a fraction of the brightness. */
    record Spot(double x, double y, double width, double height) {}

    Nucleus {
        outline = List.copyOf(outline);
        grain = List.copyOf(grain);
    }

    /** Creates a nucleus of some common shape, size and brightness. */
    static Nucleus random(int id, double x, double y, Random random) {
        boolean condensed = random.nextDouble() < 0.06; // small, round and bright, as in mitosis
        double radius = condensed ? 5 + random.nextDouble() : 7.5 + 5.5 * random.nextDouble();
        double elongation = 1 + (condensed ? 0.15 : 0.55) * random.nextDouble();
        double brightness = condensed ? 1500 : 330 + 620 * random.nextDouble();
        List<Wave> outline = new ArrayList<>();
        for (int lobes = 2; lobes <= 5; lobes++) {
            outline.add(new Wave(lobes, 0.09 / lobes * random.nextGaussian(), 2 * Math.PI * random.nextDouble()));
        }
        List<Spot> grain = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            double width = 0.12 + 0.2 * random.nextDouble();
            double height = i < 3 ? 0.35 * random.nextDouble() : 0.16 * random.nextGaussian();
            grain.add(new Spot(1.3 * random.nextDouble() - 0.65, 1.3 * random.nextDouble() - 0.65, width, height));
        }
        double angle = Math.PI * random.nextDouble();
        return new Nucleus(id, x, y, radius, elongation, angle, brightness, outline, grain);
    }

    /** Returns how far out a point lies: 0 in the middle, 1 on the outline. */
    double depth(double px, double py) {
        double distance = StrictMath.hypot(px - x, py - y);
        return distance == 0 ? 0 : distance / reach(StrictMath.atan2(py - y, px - x));
    }

    /** Returns the outline's distance from the middle in a direction, in pixels. */
    double reach(double direction) {
        double turn = direction - angle;
        double longer = radius * Math.sqrt(elongation);
        double shorter = radius / Math.sqrt(elongation);
        double ellipse =
                longer * shorter / StrictMath.hypot(shorter * StrictMath.cos(turn), longer * StrictMath.sin(turn));
        double waves = 1;
        for (Wave wave : outline) {
            waves += wave.height() * StrictMath.cos(wave.lobes() * turn + wave.phase());
        }
        return ellipse * Math.max(0.5, waves);
    }

    /** Returns the light from a point inside, in photons, before any blur. */
    double light(double px, double py) {
        double depth = Math.min(1, depth(px, py));
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double u = ((px - x) * cos + (py - y) * sin) / radius;
        double v = ((py - y) * cos - (px - x) * sin) / radius;
        double spots = 1;
        for (Spot spot : grain) {
            double off =
                    ((u - spot.x()) * (u - spot.x()) + (v - spot.y()) * (v - spot.y())) / (spot.width() * spot.width());
            spots += spot.height() * StrictMath.exp(-off / 2);
        }
        return brightness * (0.78 + 0.22 * Math.sqrt(1 - depth * depth)) * Math.max(0.4, spots);
    }

    /** Returns the farthest that the outline can reach, in pixels. */
    double farthest() {
        return 1.5 * radius * Math.sqrt(elongation);
    }

    Nucleus withId(int other) {
        return new Nucleus(other, x, y, radius, elongation, angle, brightness, outline, grain);
    }

    /** Returns this nucleus elsewhere, turned, and with other size and brightness as factors. */
    Nucleus changed(double dx, double dy, double turn, double size, double light) {
        return new Nucleus(
                id, x + dx, y + dy, radius * size, elongation, angle + turn, brightness * light, outline, grain);
    }
}

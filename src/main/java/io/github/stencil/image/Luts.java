// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.process.LUT;
import java.awt.Color;
import java.util.List;

/** Colour tables for results. */
public final class Luts {
    private static final double GOLDEN = 0.618033988749895;
    private static final List<Colour> CLASSES =
            List.of(Colour.BLUISH_GREEN, Colour.VERMILION, Colour.SKY_BLUE, Colour.YELLOW, Colour.REDDISH_PURPLE);

    private Luts() {}

    /** Returns a table of 256 colours from their red, green and blue, shown from {@code min} to {@code max}. */
    public static LUT of(byte[] red, byte[] green, byte[] blue, double min, double max) {
        LUT lut = new LUT(red, green, blue);
        lut.min = min;
        lut.max = max;
        return lut;
    }

    /** Returns grey from black at {@code min} to white at {@code max}. */
    public static LUT grey(double min, double max) {
        LUT lut = LUT.createLutFromColor(Color.WHITE);
        lut.min = min;
        lut.max = max;
        return lut;
    }

    /** Returns the colour 0xRRGGBB of a class from 1 on, which a colour-blind reader can tell from its neighbours. */
    public static int classColour(int label) {
        return CLASSES.get((label - 1) % CLASSES.size()).rgb();
    }

    /**
     * Returns a table for label maps: 0 is black, neighbouring labels have hues far apart (steps of the golden section).
     * Shown from 0 to 255, so that an 8-bit label always has the same colour.
     */
    public static LUT labels() {
        byte[][] rgb = new byte[3][256];
        for (int label = 1; label < 256; label++) {
            float hue = (float) ((0.55 + label * GOLDEN) % 1);
            float brightness = label % 3 == 0 ? 0.7f : 1;
            float saturation = label % 2 == 0 ? 0.55f : 0.85f;
            int colour = Color.HSBtoRGB(hue, saturation, brightness);
            rgb[0][label] = (byte) (colour >> 16);
            rgb[1][label] = (byte) (colour >> 8);
            rgb[2][label] = (byte) colour;
        }
        return of(rgb[0], rgb[1], rgb[2], 0, 255);
    }
}

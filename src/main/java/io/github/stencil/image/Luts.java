package io.github.stencil.image;

import ij.process.LUT;
import java.awt.Color;

/** Colour tables for results. */
public final class Luts {
    private static final double GOLDEN = 0.618033988749895;
    /** Colours that a colour-blind reader can tell apart (Okabe and Ito 2008). */
    private static final int[] CLASSES = {0x009e73, 0xd55e00, 0x56b4e9, 0xf0e442, 0xcc79a7};

    private Luts() {}

    /** Returns grey from black at {@code min} to white at {@code max}. */
    public static LUT grey(double min, double max) {
        LUT lut = LUT.createLutFromColor(Color.WHITE);
        lut.min = min;
        lut.max = max;
        return lut;
    }

    /** Returns the colour 0xRRGGBB of a class from 1 on, which a colour-blind reader can tell from its neighbours. */
    public static int classColour(int label) {
        return CLASSES[(label - 1) % CLASSES.length];
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
        LUT lut = new LUT(rgb[0], rgb[1], rgb[2]);
        lut.min = 0;
        lut.max = 255;
        return lut;
    }
}

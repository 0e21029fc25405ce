// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.awt.Color;

/** Colours that colour-blind people can tell apart (Okabe and Ito 2008), and what lies between or around them. */
public enum Colour {
    /** Nothing. */
    BLACK(0x000000),
    /** The first of two things that are compared. */
    BLUE(0x0072b2),
    /** What is right. */
    BLUISH_GREEN(0x009e73),
    /** What is too much. */
    VERMILION(0xd55e00),
    /** What is missing. */
    SKY_BLUE(0x56b4e9),
    /** What is something else. */
    YELLOW(0xf0e442),
    /** What is in pieces. */
    REDDISH_PURPLE(0xcc79a7),
    /** One more. */
    ORANGE(0xe69f00),
    /** What does not count. */
    GREY(0x7f7f7f);

    private final int rgb;

    Colour(int rgb) {
        this.rgb = rgb;
    }

    /** Returns the colour 0xRRGGBB. */
    public int rgb() {
        return rgb;
    }

    /** Returns the colour for whoever draws. */
    public Color ink() {
        return new Color(rgb);
    }
}

package io.github.stencil.model;

/**
 * Which sizes of an image a package allows along an axis.
 *
 * @param fixed the only size, or 0
 * @param min the smallest size; 1 if not said
 * @param step by how much it may grow from there; 1 if not said
 */
record SizeRule(int fixed, int min, int step) {
    /** Any size. */
    static final SizeRule ANY = new SizeRule(0, 1, 1);
}

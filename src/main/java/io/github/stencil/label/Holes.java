package io.github.stencil.label;

import java.util.Arrays;

/** Fills holes: regions of background that touch one object only, and not the image's edge. */
final class Holes {
    private static final int NOBODY = 0;
    private static final int OPEN = -1;

    private Holes() {}

    /**
     * Fills the holes of objects. A hole between objects, or one with another object in it, is no hole.
     *
     * @param labels changed
     * @param connectivity of objects; that of background is the other one
     */
    static void fill(int[] labels, Grid grid, Connectivity connectivity) {
        int[] regions = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            regions[i] = labels[i] == 0 ? 1 : 0;
        }
        int count = Components.label(regions, grid.width(), grid.height(), grid.depth(), connectivity.dual());
        int[] owners = new int[count + 1];
        Arrays.fill(owners, NOBODY);
        int pixel = 0;
        for (int z = 0; z < grid.depth(); z++) {
            boolean outer = grid.depth() > 1 && (z == 0 || z == grid.depth() - 1);
            for (int y = 0; y < grid.height(); y++) {
                boolean edge = outer || y == 0 || y == grid.height() - 1;
                for (int x = 0; x < grid.width(); x++, pixel++) {
                    int region = regions[pixel];
                    if (region == 0 || owners[region] == OPEN) {
                        continue;
                    }
                    if (edge || x == 0 || x == grid.width() - 1) {
                        owners[region] = OPEN;
                        continue;
                    }
                    meet(owners, region, labels[pixel - 1]);
                    meet(owners, region, labels[pixel + 1]);
                    meet(owners, region, labels[pixel - grid.width()]);
                    meet(owners, region, labels[pixel + grid.width()]);
                    if (grid.depth() > 1) {
                        meet(owners, region, labels[pixel - grid.width() * grid.height()]);
                        meet(owners, region, labels[pixel + grid.width() * grid.height()]);
                    }
                }
            }
        }
        for (int i = 0; i < labels.length; i++) {
            if (regions[i] != 0 && owners[regions[i]] > 0) {
                labels[i] = owners[regions[i]];
            }
        }
    }

    private static void meet(int[] owners, int region, int label) {
        if (label != 0 && owners[region] != label) {
            owners[region] = owners[region] == NOBODY ? label : OPEN;
        }
    }
}

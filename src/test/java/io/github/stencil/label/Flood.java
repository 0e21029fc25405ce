// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import java.util.ArrayDeque;
import java.util.Deque;

/** Connected components the plain way. */
public final class Flood {
    private Flood() {}

    /** Returns ids of components of equal values that are not 0, in the order of their first pixels. */
    public static int[] components(int[] image, int width, int height, int depth, boolean corners) {
        int[] ids = new int[image.length];
        int count = 0;
        for (int seed = 0; seed < image.length; seed++) {
            if (image[seed] == 0 || ids[seed] != 0) {
                continue;
            }
            ids[seed] = ++count;
            Deque<Integer> open = new ArrayDeque<>();
            open.add(seed);
            while (!open.isEmpty()) {
                int pixel = open.remove();
                int x = pixel % width;
                int y = pixel / width % height;
                int z = pixel / width / height;
                for (int n = 0; n < 27; n++) {
                    int dx = n % 3 - 1;
                    int dy = n / 3 % 3 - 1;
                    int dz = n / 9 - 1;
                    int apart = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
                    boolean in = x + dx >= 0
                            && x + dx < width
                            && y + dy >= 0
                            && y + dy < height
                            && z + dz >= 0
                            && z + dz < depth;
                    int other = pixel + dx + width * (dy + height * dz);
                    if (in && apart > 0 && (corners || apart == 1) && image[other] == image[pixel] && ids[other] == 0) {
                        ids[other] = count;
                        open.add(other);
                    }
                }
            }
        }
        return ids;
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import java.util.ArrayList;
import java.util.List;

/** Neighbours that lie in different blocks. */
final class Seams {
    private static final List<Step> FACES = List.of(
            new Step(-1, 0, 0),
            new Step(0, -1, 0),
            new Step(0, 0, -1),
            new Step(1, 0, 0),
            new Step(0, 1, 0),
            new Step(0, 0, 1));
    private static final List<Step> CORNERS = around();

    private Seams() {}

    /** The way from a pixel to a neighbour. */
    private record Step(int x, int y, int z) {
        /** Returns whether the neighbour comes before the pixel in storage order. */
        boolean back() {
            return z < 0 || (z == 0 && (y < 0 || (y == 0 && x < 0)));
        }
    }

    /** Hears of neighbours, neither of which has label 0. */
    interface Visitor {
        void touch(int block, int label, int otherBlock, int otherLabel);
    }

    /** Visits each pair of neighbouring labels once or more. */
    static void visit(BlockedImage image, BlockLabels labels, Connectivity connectivity, Visitor visitor) {
        List<Step> back = (connectivity == Connectivity.CORNERS ? CORNERS : FACES)
                .stream().filter(Step::back).toList();
        visit(image, labels, labels, back, visitor);
    }

    /** Visits the pixels of one set of labels that share a face with a pixel of another set in another block. */
    static void visitFaces(BlockedImage image, BlockLabels labels, BlockLabels others, Visitor visitor) {
        visit(image, labels, others, FACES, visitor);
    }

    private static void visit(
            BlockedImage image, BlockLabels labels, BlockLabels others, List<Step> steps, Visitor visitor) {
        long[] size = image.blocks().blockSize();
        for (int b = 0; b < image.blocks().size(); b++) {
            int block = b;
            long[] min = image.blocks().get(block).minAsLongArray();
            Grid grid = image.grid(block);
            int[] shell = labels.shell(block).labels();
            Shell.visit(grid, image.depth() == 1, (x, y, z, at) -> {
                if (shell[at] == 0) {
                    return;
                }
                for (Step step : steps) {
                    int nextX = x + step.x;
                    int nextY = y + step.y;
                    int nextZ = z + step.z;
                    if (grid.contains(nextX, nextY, nextZ)
                            || !image.contains(min[0] + nextX, min[1] + nextY, min[2] + nextZ)) {
                        continue;
                    }
                    int other = image.blocks().indexOf(min[0] + nextX, min[1] + nextY, min[2] + nextZ);
                    int label = others.shell(other)
                            .get((int) ((min[0] + nextX) % size[0]), (int) ((min[1] + nextY) % size[1]), (int)
                                    ((min[2] + nextZ) % size[2]));
                    if (label != 0) {
                        visitor.touch(block, shell[at], other, label);
                    }
                }
            });
        }
    }

    private static List<Step> around() {
        List<Step> steps = new ArrayList<>();
        for (int z = -1; z <= 1; z++) {
            for (int y = -1; y <= 1; y++) {
                for (int x = -1; x <= 1; x++) {
                    if (x != 0 || y != 0 || z != 0) {
                        steps.add(new Step(x, y, z));
                    }
                }
            }
        }
        return List.copyOf(steps);
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.imglib2.Interval;
import org.junit.jupiter.api.Test;

class VirtualImageTest {

    @Test
    void lookingAtAVirtualImageReadsAtMostItsCurrentPlane() {
        ImagePlus image = CountingStack.over(TestImages.random(new Random(1), 16, 9, 7, 2, 3, 4));
        CountingStack stack = (CountingStack) image.getStack();
        stack.forget();
        AxisImage view = AxisImage.of(image);
        assertThat(view.extent()).isEqualTo(new Extent(9, 7, 2, 3, 4));
        assertThat(Arrays.stream(stack.reads()).sum()).isLessThanOrEqualTo(1);
    }

    @Test
    void workingThroughAPlaneInBandsReadsItOnce() {
        ImagePlus image = CountingStack.over(TestImages.random(new Random(1), 8, 9, 20, 1, 6, 1));
        CountingStack stack = (CountingStack) image.getStack();
        AxisImage view = AxisImage.of(image);
        stack.forget();
        for (int z = 0; z < 6; z++) {
            for (int row = 0; row < 20; row += 3) {
                view.copy(view.extent().rows(row, Math.min(19, row + 2), 0, 0, z, 0));
            }
        }
        assertThat(stack.reads()).containsOnly(1);
    }

    @Test
    void goingThroughTheLazyPixelsReadsEachPlaneOnce() {
        ImagePlus image = CountingStack.over(TestImages.random(new Random(1), 16, 300, 200, 1, 5, 1));
        CountingStack stack = (CountingStack) image.getStack();
        AxisImage view = AxisImage.of(image);
        stack.forget();
        double[] sum = {0};
        view.pixels().forEach(pixel -> sum[0] += pixel.getRealDouble());
        assertThat(sum[0]).isPositive();
        assertThat(stack.reads()).containsOnly(1);
    }

    @Test
    void aBoundedNumberOfPlanesIsHeld() {
        long share = Runtime.getRuntime().maxMemory() / 16;
        int side = (int) Math.sqrt(share / 20.0); // so large that about 20 planes fit the share
        int planes = 50;
        CountingStack stack = new CountingStack(new Repeated(side, planes), 8);
        ImagePlus image = new ImagePlus("many", stack);
        AxisImage view = AxisImage.of(image);
        stack.forget();
        for (int z = 0; z < planes; z++) {
            Interval corner = view.extent().rows(z % side, z % side, 0, 0, z, 0);
            assertThat(((byte[]) view.copy(corner))[0]).isEqualTo((byte) z);
        }
        System.gc();
        assertThat(stack.held()).isLessThanOrEqualTo(share / ((long) side * side) + 1);
    }

    @Test
    void severalThreadsMayReadButTheStackIsReadByOneAtATime() throws Exception {
        ImagePlus open = TestImages.random(new Random(1), 16, 40, 30, 2, 10, 2);
        ImagePlus image = CountingStack.over(open);
        AxisImage view = AxisImage.of(image);
        AxisImage wanted = AxisImage.of(open);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> reader = () -> {
                Random random = new Random(Thread.currentThread().getId());
                for (int i = 0; i < 60; i++) {
                    Interval block = TestImages.block(random, view.extent().interval());
                    assertThat(view.copy(block)).isEqualTo(wanted.copy(block));
                    long[] at = block.maxAsLongArray();
                    assertThat(view.pixels().getAt(at).getRealDouble())
                            .isEqualTo(wanted.pixels().getAt(at).getRealDouble());
                }
                return null;
            };
            for (Future<Void> future : threads.invokeAll(List.of(reader, reader, reader, reader))) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(((CountingStack) image.getStack()).wasCrowded()).isFalse();
    }

    /** Planes that are made when asked for; plane n is filled with n - 1. */
    private static final class Repeated extends ImageStack {
        private final int planes;

        Repeated(int side, int planes) {
            super(side, side);
            this.planes = planes;
        }

        @Override
        public int size() {
            return planes;
        }

        @Override
        public int getSize() {
            return planes;
        }

        @Override
        public ByteProcessor getProcessor(int n) {
            ByteProcessor plane = new ByteProcessor(getWidth(), getHeight());
            Arrays.fill((byte[]) plane.getPixels(), (byte) (n - 1));
            return plane;
        }
    }
}

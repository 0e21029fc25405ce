// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** A virtual stack that remembers which planes were read, and whether what it gave out is still held. */
final class CountingStack extends VirtualStack {
    private final ImageStack planes;
    private final int[] reads;
    private final List<WeakReference<Object>> given = new ArrayList<>();
    private volatile int readers;
    private volatile boolean crowded;

    CountingStack(ImageStack planes, int bits) {
        super(planes.getWidth(), planes.getHeight());
        this.planes = planes;
        reads = new int[planes.size()];
        setBitDepth(bits);
    }

    /** Returns a virtual image with the planes of an open one. */
    static ImagePlus over(ImagePlus image) {
        CountingStack stack = new CountingStack(image.getStack(), image.getBitDepth());
        ImagePlus virtual = new ImagePlus(image.getTitle(), stack);
        virtual.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        virtual.setOpenAsHyperStack(image.getStackSize() > 1);
        virtual.setCalibration(image.getCalibration().copy());
        if (image instanceof CompositeImage composite) {
            CompositeImage colours = new CompositeImage(virtual, composite.getMode());
            colours.setLuts(composite.getLuts());
            return colours;
        }
        return virtual;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        synchronized (this) {
            crowded |= ++readers > 1;
            reads[n - 1]++;
        }
        ImageProcessor copy = planes.getProcessor(n).duplicate();
        synchronized (this) {
            given.add(new WeakReference<>(copy.getPixels()));
            readers--;
        }
        return copy;
    }

    @Override
    public Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public String getSliceLabel(int n) {
        return planes.getSliceLabel(n);
    }

    @Override
    public int getSize() {
        return planes.size();
    }

    @Override
    public int size() {
        return planes.size();
    }

    synchronized void forget() {
        java.util.Arrays.fill(reads, 0);
        given.clear();
    }

    synchronized int[] reads() {
        return reads.clone();
    }

    /** Returns how many of the planes given out are still held by somebody. */
    synchronized long held() {
        return given.stream().filter(plane -> plane.get() != null).count();
    }

    /** Returns whether two threads ever read at once, which virtual stacks are not made for. */
    boolean wasCrowded() {
        return crowded;
    }
}

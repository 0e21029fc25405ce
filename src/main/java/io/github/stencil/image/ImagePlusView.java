// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** The way between ImageJ's images and ours. */
final class ImagePlusView {
    private ImagePlusView() {}

    static AxisImage of(ImagePlus image) {
        ImageStack stack = image.getStack();
        boolean rgb = image.getType() == ImagePlus.COLOR_RGB;
        Description description = describe(image, stack, rgb);
        Extent extent = description.extent();
        if (stack instanceof StoredStack stored && stored.fits(extent)) {
            return stored.asShown(description, image);
        }
        boolean signed = description.type() == PixelType.INT16;
        PlaneReader planes = stack instanceof PlaneReader file ? file : new StackPlanes(stack, rgb);
        boolean numbers = planes.hasSignedNumbers();
        PlaneReader reader = signed == numbers ? planes : Signed.turned(planes); // else another calibration was set
        RandomAccessibleInterval<? extends RealType<?>> pixels = stack.isVirtual()
                ? LazyPlanes.of(reader, extent, description.type())
                : rgb ? rgbChannels(stack, extent) : planar(stack, description);
        return new AxisImage(description, new BlockPixels(new LazyPlanes.Rows(reader, extent), pixels, image));
    }

    /** Makes an ImageJ image over the same arrays where the pixels are planar arrays, else over a copy of them. */
    static ImagePlus imagePlus(AxisImage image) {
        Extent extent = image.extent();
        MemoryImage copy = new MemoryImage(image.description());
        if (image.type() != PixelType.INT16
                && image.pixels() instanceof PlanarImg<?, ?> planes
                && fit(planes, extent)) {
            for (int plane = 0; plane < extent.planes(); plane++) {
                copy.alias(plane, planes.getPlane(plane).getCurrentStorageArray());
            }
            return copy.imagePlus();
        }
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                for (int c = 0; c < extent.channels(); c++) {
                    var plane = extent.rows(0, extent.height() - 1, c, c, z, t);
                    copy.write(plane, image.copy(plane));
                }
            }
        }
        return copy.imagePlus();
    }

    /** Returns whether arrays are as long as planes; ImageJ takes no others. */
    private static boolean fit(PlanarImg<?, ?> planes, Extent extent) {
        return IntStream.range(0, extent.planes())
                .mapToObj(plane -> planes.getPlane(plane).getCurrentStorageArray())
                .allMatch(array -> Array.getLength(array) == extent.planePixels());
    }

    private static Description describe(ImagePlus image, ImageStack stack, boolean rgb) {
        PixelType type = switch (image.getBitDepth()) {
            case 16 -> image.getCalibration().isSigned16Bit() ? PixelType.INT16 : PixelType.UINT16;
            case 32 -> PixelType.FLOAT32;
            default -> PixelType.UINT8;
        };
        int[] sizes = image.getDimensions();
        Extent extent = new Extent(sizes[0], sizes[1], rgb ? 3 : sizes[2], sizes[3], sizes[4]);
        if (stack instanceof StoredStack stored
                && stored.fits(extent)) { // which may have more planes than fit into memory
            return describe(image, type, extent, rgb, stored.planeLabels());
        }
        List<String> labels = new ArrayList<>();
        for (int plane = 1; plane <= stack.size(); plane++) {
            labels.add(Objects.requireNonNullElse(stack.getSliceLabel(plane), ""));
        }
        boolean labelled = labels.stream().anyMatch(label -> !label.isEmpty());
        return describe(image, type, extent, rgb, labelled ? labels : List.of());
    }

    private static Description describe(
            ImagePlus image, PixelType type, Extent extent, boolean rgb, List<String> labels) {
        return new Description(
                Objects.requireNonNullElse(image.getTitle(), ""),
                type,
                extent,
                rgb,
                image.getCalibration(),
                labels,
                Signed.told(luts(image, rgb), type),
                mode(image),
                false);
    }

    private static int mode(ImagePlus image) {
        if (image instanceof FileImage file) {
            return file.mode();
        }
        return image instanceof CompositeImage composite ? composite.getMode() : 0;
    }

    private static List<LUT> luts(ImagePlus image, boolean rgb) {
        if (rgb || image instanceof FileImage) {
            return image instanceof FileImage file ? file.luts() : List.of();
        }
        LUT[] luts = image.getLuts();
        if (luts.length == 1 && !(image instanceof CompositeImage)) {
            luts[0].min = image.getDisplayRangeMin();
            luts[0].max = image.getDisplayRangeMax();
        }
        return List.of(luts);
    }

    private static RandomAccessibleInterval<? extends RealType<?>> planar(ImageStack stack, Description description) {
        Extent extent = description.extent();
        return switch (description.type()) {
            case UINT8 -> planar(stack, extent, new UnsignedByteType(), array -> new ByteArray((byte[]) array));
            case UINT16 -> planar(stack, extent, new UnsignedShortType(), array -> new ShortArray((short[]) array));
            case INT16 ->
                Signed.of(planar(stack, extent, new UnsignedShortType(), array -> new ShortArray((short[]) array)));
            case FLOAT32 -> planar(stack, extent, new FloatType(), array -> new FloatArray((float[]) array));
            case UINT32 -> throw PixelType.tooWide();
        };
    }

    private interface Wrap<A> {
        A access(Object array);
    }

    private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> PlanarImg<T, A> planar(
            ImageStack stack, Extent extent, T type, Wrap<A> wrap) {
        List<A> planes = new ArrayList<>();
        for (int plane = 1; plane <= stack.size(); plane++) {
            planes.add(wrap.access(stack.getPixels(plane)));
        }
        return Planes.wrap(planes, extent, type);
    }

    /** Each channel of an RGB image as a view of its pixels. */
    private static RandomAccessibleInterval<UnsignedByteType> rgbChannels(ImageStack stack, Extent extent) {
        return RgbChannels.of(
                planar(stack, extent.withChannels(1), new ARGBType(), array -> new IntArray((int[]) array)));
    }
}

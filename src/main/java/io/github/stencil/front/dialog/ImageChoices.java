// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.ImagePlus;
import ij.WindowManager;
import io.github.stencil.command.ImageSource;
import io.github.stencil.command.MaskSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scijava.module.ModuleItem;

/**
 * What a dialog's list of images has, the proposed one first.
 *
 * @param names what macros call each
 * @param lines how the list shows each: with its size
 */
record ImageChoices(List<String> names, List<String> lines) {
    private static final int LONGEST = 48;

    /**
     * Lists the open images for a parameter: for the first image the active one is proposed; for another, or a mask, one
     * that is as wide and high as that, and of a mask also the selection and the ROI Manager.
     *
     * @param first what the first image parameter proposes; null if this is the first
     * @return none if no image is open
     */
    static ImageChoices of(ModuleItem<?> parameter, @Nullable String first) {
        List<String> names = new ArrayList<>(ImageSource.names());
        boolean mask = parameter.getType() == MaskSource.class;
        ImagePlus leading = first == null ? WindowManager.getCurrentImage() : image(first);
        if (leading != null) {
            String own = ImageSource.name(leading);
            if (names.remove(own)) {
                names.add(first == null && !mask ? 0 : names.size(), own);
            }
            if (first != null || mask) {
                names.sort((a, b) -> Boolean.compare(fits(b, own, leading), fits(a, own, leading)));
            }
        }
        if (mask) {
            boolean selected = leading != null
                    && leading.getRoi() != null
                    && leading.getRoi().isArea();
            boolean fits =
                    leading != null && !names.isEmpty() && fits(names.get(0), ImageSource.name(leading), leading);
            int place = !fits && selected ? 0 : Math.max(0, names.size() - 1);
            names.addAll(place, List.of(MaskSource.SELECTION, MaskSource.ROI_MANAGER));
        } else if (!parameter.isRequired() && !names.isEmpty()) {
            names.add(0, ""); // none
        }
        return new ImageChoices(names, names.stream().map(ImageChoices::line).toList());
    }

    private static boolean fits(String name, String own, ImagePlus leading) {
        ImagePlus image = name.equals(own) ? null : image(name);
        return image != null && image.getWidth() == leading.getWidth() && image.getHeight() == leading.getHeight();
    }

    private static @Nullable ImagePlus image(String name) {
        for (int id : Objects.requireNonNullElse(WindowManager.getIDList(), new int[0])) {
            ImagePlus image = WindowManager.getImage(id);
            if (image != null && ImageSource.name(image).equals(name)) {
                return image;
            }
        }
        return null; // closed meanwhile
    }

    private static String line(String name) {
        ImagePlus image = MaskSource.isRois(name) ? null : image(name);
        String title = name.length() <= LONGEST
                ? name
                : name.substring(0, LONGEST / 2) + "..." + name.substring(name.length() - LONGEST / 2);
        return image == null ? title : title + "  (" + size(image) + ")";
    }

    /** Tells an image's size and type in a few words, such as "512 x 512, 5 slices, 16-bit". */
    static String size(ImagePlus image) {
        StringBuilder size = new StringBuilder(image.getWidth() + " x " + image.getHeight());
        count(size, image.getNChannels(), " channels");
        count(size, image.getNSlices(), " slices");
        count(size, image.getNFrames(), " frames");
        return size.append(image.getType() == ImagePlus.COLOR_RGB ? ", RGB" : ", " + image.getBitDepth() + "-bit")
                .toString();
    }

    private static void count(StringBuilder size, int count, String what) {
        if (count > 1) {
            size.append(", ").append(count).append(what);
        }
    }
}

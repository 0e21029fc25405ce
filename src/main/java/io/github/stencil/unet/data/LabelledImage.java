// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;
import io.github.stencil.batch.FileSet;
import io.github.stencil.batch.Pairing;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.label.LabelReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An image and its labels, both as they are.
 *
 * @param image any channels
 * @param labels one channel, of the same size
 */
record LabelledImage(ImageHandle image, ImageHandle labels) {
    private static final int MOST_LISTED = 20;
    private static final String IMAGES = "images";
    private static final String LABELS = "labels";

    /**
     * Pairs the files of two folders by stem, or two files with each other.
     *
     * @throws StencilException if a file has no partner, or one text means a folder and the other a file
     */
    static List<LabelledImage> find(String images, String labels) {
        FileSet imageFiles = FileSet.of(images);
        FileSet labelFiles = FileSet.of(labels);
        if (imageFiles.several() != labelFiles.several()) {
            throw StencilException.of(
                    "The images %s and the labels %s are a folder and a file. Give two folders, or an image and its label image.",
                    images, labels);
        }
        Map<String, FileSet> both = new LinkedHashMap<>();
        both.put(IMAGES, imageFiles);
        both.put(LABELS, labelFiles);
        Pairing pairing = Pairing.of(both);
        List<Path> alone = pairing.alone();
        if (!alone.isEmpty()) {
            String listed =
                    alone.stream().limit(MOST_LISTED).map(Path::toString).collect(Collectors.joining(", "));
            throw StencilException.of(
                    "%s no partner: %s%s. Give each image a label file of the same name but for the ending, or move these away.",
                    alone.size() == 1 ? "One file has" : alone.size() + " files have",
                    listed,
                    alone.size() > MOST_LISTED ? " and " + (alone.size() - MOST_LISTED) + " more" : "");
        }
        return pairing.jobs().stream()
                .map(job -> new LabelledImage(
                        ImageHandle.of(partner(job.files(), IMAGES)), ImageHandle.of(partner(job.files(), LABELS))))
                .toList();
    }

    private static Path partner(Map<String, Path> files, String name) {
        return java.util.Objects.requireNonNull(files.get(name));
    }

    /** Pairs open images with each other, in their order. */
    static List<LabelledImage> of(List<AxisImage> images, List<AxisImage> labels) {
        if (images.isEmpty() || images.size() != labels.size()) {
            throw StencilException.of(
                    "There are %d images and %d label images. Give one label image for each image, and at least one.",
                    images.size(), labels.size());
        }
        List<LabelledImage> pairs = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            pairs.add(new LabelledImage(ImageHandle.of(images.get(i)), ImageHandle.of(labels.get(i))));
        }
        return pairs;
    }

    /**
     * Checks sizes and channels, without looking at pixels.
     *
     * @throws StencilException if the labels are in colour, have channels, or are of another size
     */
    void check() {
        AxisImage map = labels.image();
        LabelReader.check("The label map ", map.description());
        Extent extent = image.image().extent();
        if (!extent.withChannels(1).equals(map.extent())) {
            throw StencilException.of(
                    "The image %s is %s but its labels %s are %s. Give labels of the image's size.",
                    image, extent, labels, map.extent());
        }
    }
}

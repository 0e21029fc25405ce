// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws the images of the folder {@code sample-data}: nuclei that never were, with their true outlines. The same seed
 * draws the same pixels on every machine.
 */
public final class SampleData {
    /** The folder that is kept in the repository. */
    static final Path FOLDER = Path.of("sample-data");

    private static final long SEED = 20260101;
    private static final int FRAMES = 5;
    private static final double MICRONS_PER_PIXEL = 0.5;
    private static final double SECONDS_PER_FRAME = 300;
    private static final Microscope EIGHT_BIT = new Microscope(3, 0.13, 255, 60);
    private static final Microscope SIXTEEN_BIT = new Microscope(100, 6, 65_535, 60);

    private SampleData() {}

    /** Writes all images into a folder, replacing what is there. */
    public static void main(String[] args) throws IOException {
        Path folder = args.length == 0 ? FOLDER : Path.of(args[0]);
        for (Map.Entry<String, ImagePlus> entry : images().entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            if (!new FileSaver(entry.getValue()).saveAsTiff(file.toString())) {
                throw new IOException(file + " could not be written");
            }
        }
    }

    /** Draws all images, by their path within the folder. */
    static Map<String, ImagePlus> images() {
        Map<String, ImagePlus> images = new LinkedHashMap<>();
        plane(images, "nuclei-8bit.tif", Scene.random(511, 383, 74, random(1)), EIGHT_BIT, 8, 1);
        plane(images, "nuclei-16bit.tif", Scene.random(383, 255, 46, random(2)), SIXTEEN_BIT, 16, 2);
        timeLapse(images, "time-lapse.tif", Scene.random(255, 191, 22, random(3)), 3);
        threeChannels(images, "cells.tif", Scene.random(253, 191, 22, random(4)), 4);
        return images;
    }

    private static void plane(
            Map<String, ImagePlus> images, String name, Scene scene, Microscope microscope, int bits, int stream) {
        int[] values = microscope.image(scene.light(), scene.width(), scene.height(), random(10 + stream));
        put(images, "images/" + name, scene, bits, List.of(values));
        Scene second = Annotator.look(scene, random(20 + stream));
        annotations(images, "", name, bits, List.of(scene), List.of(second));
    }

    private static void timeLapse(Map<String, ImagePlus> images, String name, Scene first, int stream) {
        Random random = random(10 + stream);
        List<Scene> scenes = new ArrayList<>();
        List<Scene> seen = new ArrayList<>();
        List<int[]> frames = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
            Scene scene = moved(first, t, random(30 + stream));
            scenes.add(scene);
            seen.add(Annotator.look(scene, random(20 + stream)));
            frames.add(EIGHT_BIT.image(scene.light(), scene.width(), scene.height(), random));
        }
        ImagePlus image = put(images, "images/" + name, first, 8, frames);
        asFrames(image);
        annotations(images, "", name, 8, scenes, seen);
        for (String folder : List.of("truth/", "annotator2/", "instances/")) {
            asFrames(images.get(folder + name));
        }
    }

    /** Returns the scene so many frames later: each nucleus has moved its way, turned, grown a little and bleached. */
    private static Scene moved(Scene first, int frame, Random random) {
        List<Nucleus> nuclei = new ArrayList<>();
        for (Nucleus nucleus : first.nuclei()) {
            double dx = frame * 2.2 * random.nextGaussian();
            double dy = frame * 2.2 * random.nextGaussian();
            double turn = frame * 0.08 * random.nextGaussian();
            nuclei.add(nucleus.changed(dx, dy, turn, 1 + 0.01 * frame, StrictMath.pow(0.97, frame)));
        }
        return new Scene(first.width(), first.height(), nuclei);
    }

    /** Draws nuclei, the cells around them, and a marker that only some of the nuclei carry. */
    private static void threeChannels(Map<String, ImagePlus> images, String name, Scene scene, int stream) {
        Random random = random(10 + stream);
        List<Nucleus> cells = new ArrayList<>();
        List<Nucleus> marked = new ArrayList<>();
        for (Nucleus nucleus : scene.nuclei()) {
            cells.add(nucleus.changed(random.nextGaussian(), random.nextGaussian(), 0.3, 1.8, 0.45));
            marked.add(nucleus.changed(0, 0, 0, 0.9, random.nextDouble() < 0.4 ? 1.1 : 0.08));
        }
        double[] around = new Scene(scene.width(), scene.height(), cells).light();
        int[] ids = scene.instances();
        for (int i = 0; i < ids.length; i++) {
            around[i] *= ids[i] == 0 ? 1 : 0.5; // less cytoplasm above and below a nucleus
        }
        List<double[]> light = List.of(
                scene.light(),
                Microscope.blur(around, scene.width(), scene.height(), 2),
                new Scene(scene.width(), scene.height(), marked).light());
        List<int[]> channels = light.stream()
                .map(channel -> EIGHT_BIT.image(channel, scene.width(), scene.height(), random))
                .toList();
        String path = "three-channels/images/" + name;
        ImagePlus image = put(images, path, scene, 8, channels);
        List<String> names = List.of("nuclei", "cytoplasm", "marker");
        List<Color> colours = List.of(Color.BLUE, Color.GREEN, Color.RED);
        image.setDimensions(3, 1, 1);
        CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
        for (int c = 1; c <= 3; c++) {
            image.getStack().setSliceLabel(names.get(c - 1), c);
            composite.setChannelLut(LUT.createLutFromColor(colours.get(c - 1)), c);
            ImageProcessor channel = image.getStack().getProcessor(c);
            composite.setPosition(c, 1, 1);
            composite.setDisplayRange(channel.getStats().min, channel.getStats().max);
        }
        composite.setPosition(1, 1, 1);
        images.put(path, composite);
        annotations(images, "three-channels/", name, 8, List.of(scene), List.of(Annotator.look(scene, random(24))));
    }

    private static void annotations(
            Map<String, ImagePlus> images, String folder, String name, int bits, List<Scene> truth, List<Scene> seen) {
        List<int[]> ids = truth.stream().map(Scene::instances).toList();
        List<int[]> classes = IntStream.range(0, ids.size())
                .mapToObj(t -> truth.get(t).classes(ids.get(t)))
                .toList();
        List<int[]> others =
                seen.stream().map(scene -> scene.classes(scene.instances())).toList();
        Scene size = truth.get(0);
        put(images, folder + "truth/" + name, size, 8, classes).setDisplayRange(0, 2);
        put(images, folder + "annotator2/" + name, size, 8, others).setDisplayRange(0, 2);
        put(images, folder + "instances/" + name, size, bits, ids)
                .setDisplayRange(0, size.nuclei().size());
    }

    private static ImagePlus put(Map<String, ImagePlus> images, String path, Scene size, int bits, List<int[]> planes) {
        ImageStack stack = new ImageStack(size.width(), size.height());
        for (int[] values : planes) {
            ImageProcessor plane = bits == 16
                    ? new ShortProcessor(size.width(), size.height())
                    : new ByteProcessor(size.width(), size.height());
            for (int i = 0; i < values.length; i++) {
                plane.set(i, values[i]);
            }
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus(Path.of(path).getFileName().toString(), stack);
        Calibration calibration = image.getCalibration();
        calibration.setUnit("micron");
        calibration.pixelWidth = MICRONS_PER_PIXEL;
        calibration.pixelHeight = MICRONS_PER_PIXEL;
        if (bits == 16 || planes.size() > 1) {
            image.resetDisplayRange();
        }
        images.put(path, image);
        return image;
    }

    private static void asFrames(ImagePlus image) {
        image.setDimensions(1, 1, FRAMES);
        image.setOpenAsHyperStack(true);
        image.getCalibration().frameInterval = SECONDS_PER_FRAME;
        image.getCalibration().setTimeUnit("sec");
        for (int t = 0; t < FRAMES; t++) {
            image.getStack().setSliceLabel((int) (t * SECONDS_PER_FRAME) + " s", t + 1);
        }
    }

    private static Random random(int stream) {
        return new Random(SEED + stream);
    }
}

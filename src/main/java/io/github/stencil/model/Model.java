// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.file.ModelLibrary;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.Trial;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.Processor;
import io.github.stencil.tensor.chain.DeviceImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * A trained network: a TensorFlow SavedModel with one image input, of planes or volumes, and one image output of the same size,
 * in a folder or a zip, with or without a card ({@code stencil.yaml}). Immutable and thread-safe.
 */
public final class Model {
    private static final Trial TRIAL = Trial.usual(TrialProcess.class);

    private final ReadModel read;

    private Model(ReadModel read) {
        this.read = read;
    }

    /**
     * Reads a model without running anything of it.
     *
     * @param path a folder with {@code saved_model.pb}, a folder that holds one such folder, a bioimage.io package of
     *     format 0.3 to 0.5 with such weights, a zip of any of these, or an installed model's name
     * @throws StencilException if there is no model, or none with one image input and one image output
     */
    public static Model open(Path path) {
        Path given = ModelLibrary.find(path);
        return open(given, ModelFiles.root(given));
    }

    /**
     * Reads a model that this program has just written, so that it need not be tried before it runs.
     *
     * @param folder the folder with {@code saved_model.pb}
     */
    public static Model made(Path folder) {
        return new Model(open(folder).read.with(KnownModels.Fact.RAN));
    }

    /** Reads a model from a folder, which may have been unpacked from what was given. */
    static Model open(Path given, Path root) {
        return new Model(ReadModel.open(given, root, TRIAL));
    }

    /**
     * Returns this model with one of its outputs to run.
     *
     * @param name its name, or SIGNATURE/OUTPUT, or the name of a signature or of the layer that makes it; empty for the one
     *     that the card names, or else the only one that can be a mask
     * @throws StencilException if the model has none of that name
     */
    public Model withHead(String name) {
        return new Model(read.withHead(name));
    }

    /**
     * Predicts an ImgLib2 image in memory, with the usual settings.
     *
     * @param pixels of UnsignedByteType, UnsignedShortType, ShortType or FloatType, with as many channels as the model takes
     * @param axes a letter per dimension out of X, Y, C, Z and T, such as "XY" or "XYC"; X and Y must be there
     * @return labels [X, Y, 1, Z, T], starting at 0: a new image of the size of {@code pixels} along all axes but C
     * @throws StencilException if the image does not fit the model
     */
    public RandomAccessibleInterval<? extends RealType<?>> predict(
            RandomAccessibleInterval<? extends RealType<?>> pixels, String axes) {
        return predict(pixels, axes, PredictionSettings.USUAL);
    }

    /**
     * Predicts an ImgLib2 image in memory.
     *
     * @param pixels of UnsignedByteType, UnsignedShortType, ShortType or FloatType, with as many channels as the model takes
     * @param axes a letter per dimension out of X, Y, C, Z and T, such as "XY" or "XYC"; X and Y must be there
     * @return [X, Y, C, Z, T], starting at 0: what {@link #predict(AxisImage, PredictionSettings, ImageStore, Progress)}
     *     makes of the image
     * @throws StencilException if the image or the output does not fit the model
     */
    public RandomAccessibleInterval<? extends RealType<?>> predict(
            RandomAccessibleInterval<? extends RealType<?>> pixels, String axes, PredictionSettings settings) {
        return predict(AxisImage.of(pixels, axes), settings).pixels();
    }

    /** Predicts an image in memory; see {@link #predict(AxisImage, PredictionSettings, ImageStore, Progress)}. */
    public AxisImage predict(AxisImage image, PredictionSettings settings) {
        return predict(image, settings, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Predicts every plane of an image, or every frame's volume if the model takes volumes. A single plane is a volume of
     * one slice, repeated as often as the network needs.
     *
     * @param image [X, Y, C, Z, T] with as many channels as the model takes; its pixels must be finite
     * @param store where the result grows, tile by tile
     * @param progress hears tiles
     * @return an image with the input's Z and T: one channel of labels (8-bit, or as the classes or the model's own labels
     *     need), or of 0 and 255 for {@link PredictionOutput#MASK}, or a 32-bit channel per value of the network
     * @throws StencilException if the image or the output does not fit the model
     */
    public AxisImage predict(AxisImage image, PredictionSettings settings, ImageStore store, Progress progress) {
        PredictionSettings told = settings;
        if (settings.precision() == Precision.AUTOMATIC) {
            told = settings.withPrecision(usualPrecision());
            if (told.precision() == Precision.MIXED) {
                progress.say("Precision: Mixed, which costs nothing by the model's card.");
            }
        }
        return new Predictor(read, image, told, progress).run(store);
    }

    /**
     * Returns what automatic precision is: mixed where the model's card allows it and the processor gains by it;
     * else full. Loads TensorFlow where the card allows it.
     */
    public Precision usualPrecision() {
        return read.card().precision() == Precision.MIXED && Processor.gainsByMixed()
                ? Precision.MIXED
                : Precision.FULL;
    }

    /**
     * Predicts an image on the device in whole planes or volumes, where it stays.
     *
     * @param image as for {@link #predict(AxisImage, PredictionSettings, ImageStore, Progress)}
     * @param settings with any tile, as nothing is cut, and full precision
     * @return what that makes, up to the rounding of other tiles; the caller's
     * @throws StencilException if the image, the settings or the device's memory do not allow it
     */
    public DeviceImage predict(DeviceImage image, PredictionSettings settings) {
        return new DevicePredictor(read, image, settings).run();
    }

    /**
     * Refuses a model that does more than compute; {@link #predict} does so too.
     *
     * @throws StencilException if it holds an operation that is not known to be a pure tensor operation, and the user has
     *     never said that they trust this very model
     */
    public void refuseUnlessPure() {
        read.refuseUnlessPure();
    }

    /**
     * Returns this model with all its operations allowed, on the user's word, which is remembered by the hash of its files.
     */
    public Model trusted() {
        if (!read.audit().pure()) {
            read.remember(KnownModels.Fact.TRUSTED);
        }
        return new Model(read.with(KnownModels.Fact.TRUSTED));
    }

    /** Remembers that this model, which this program has made and run itself, need not be tried first. */
    public void rememberThatItRuns() {
        read.remember(KnownModels.Fact.RAN);
    }

    /** Frees what this process keeps loaded of this model, unless it is in use; to predict again it is loaded again. */
    public void unload() {
        LoadedModels.forget(read.files().folder());
    }

    /** Returns what is known of the model, as property and value, in the order to show. */
    public Map<String, String> properties() {
        return ModelReport.of(read);
    }

    /** Returns the names of the model's classes from class 0 on, as its card has them; empty if it says none. */
    public List<String> classes() {
        return read.classes();
    }

    /** Returns how objects are made of what the model gives, as its card says; empty if it is silent. */
    public Optional<ObjectCard> objects() {
        return Optional.ofNullable(read.card().objects());
    }

    /** Returns whether the model takes volumes, not planes. */
    public boolean takesVolumes() {
        return read.signature().volume();
    }

    /** Returns whether the output that is run gives probabilities, 0 to 1. */
    public boolean hasProbabilities() {
        return read.meaning() == Meaning.PROBABILITIES;
    }

    /** Returns the names of the outputs that the model can be run for, by which {@link #withHead} takes one. */
    public List<String> outputs() {
        return read.heads().names();
    }

    /** Returns what was read of the model. */
    ReadModel read() {
        return read;
    }
}

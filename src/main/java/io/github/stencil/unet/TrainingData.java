package io.github.stencil.unet;

import io.github.stencil.Owned;
import io.github.stencil.model.Normalization;
import java.util.List;
import java.util.function.IntPredicate;

/** What training needs of the data: patches to learn from, and whole images to judge by. */
interface TrainingData extends Owned {
    /** Returns the patches. */
    BatchSource batches();

    /** Returns the images that are held back; none where everything is learned from. */
    List<HeldBack> heldBack();

    /** Returns the names of the classes, from class 0 on. */
    List<String> classNames();

    /** Returns which labels of the truth count nowhere. */
    IntPredicate ignored();

    /** Returns how the patches' pixels were scaled, and every image is to be. */
    Normalization normalization();
}

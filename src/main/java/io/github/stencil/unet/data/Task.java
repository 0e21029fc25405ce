// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;
import io.github.stencil.label.LabelKind;
import java.util.List;
import java.util.stream.IntStream;

/** What labels mean, and what a network learns from them. */
public enum Task {
    /** What the labels are told to be by looking at them. */
    AUTOMATIC("Automatic"),
    /**
     * A label is a class index, counted from 0. Where a set's only labels are 0 and 255, they are masks, and 255 is class
     * 1.
     */
    CLASSES("Classes"),
    /** A label is an object, 0 is background; learned are the classes background, interior and border. */
    OBJECTS("Objects");

    private final String label;

    Task(String label) {
        this.label = label;
    }

    /** Returns names for so many classes. */
    List<String> classNames(int classes) {
        if (this == OBJECTS) {
            return List.of("background", "interior", "border");
        }
        return classes == 2
                ? List.of("background", "foreground")
                : IntStream.range(0, classes)
                        .mapToObj(i -> i == 0 ? "background" : "class " + i)
                        .toList();
    }

    /**
     * Returns the task by the labels.
     *
     * @throws StencilException if it cannot be told
     */
    public static Task of(LabelKind labels) {
        return switch (labels.answer()) {
            case CLASSES -> CLASSES;
            case INSTANCES -> OBJECTS;
            case UNKNOWN ->
                throw StencilException.of(
                        "The task cannot be told from the labels: %s. Choose the task Classes or Objects.",
                        labels.reason());
        };
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}

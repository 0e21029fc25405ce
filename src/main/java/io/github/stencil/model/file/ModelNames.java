// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import java.util.List;

/** The names of the files and folders that make a folder a model. */
public final class ModelNames {
    /** The graph of a SavedModel. */
    public static final String GRAPH = "saved_model.pb";

    /** The folder of a SavedModel's variables. */
    public static final String VARIABLES = "variables";

    /** Our own card. */
    public static final String CARD = "stencil.yaml";

    /** The description of a bioimage.io package, by whatever name. */
    public static final List<String> DESCRIPTIONS = List.of("rdf.yaml", "bioimageio.yaml", "model.yaml", "rdf.yml");

    private ModelNames() {}
}

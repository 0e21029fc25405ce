package io.github.stencil.model;

import java.util.List;

/** The names of the files and folders that make a folder a model. */
final class ModelNames {
    /** The graph of a SavedModel. */
    static final String GRAPH = "saved_model.pb";

    /** The folder of a SavedModel's variables. */
    static final String VARIABLES = "variables";

    /** Our own card. */
    static final String CARD = "stencil.yaml";

    /** The description of a bioimage.io package, by whatever name. */
    static final List<String> DESCRIPTIONS = List.of("rdf.yaml", "bioimageio.yaml", "model.yaml", "rdf.yml");

    private ModelNames() {}
}

package io.github.stencil.metric;

/**
 * The counts of one image.
 *
 * @param image its name, as tables show it
 * @param counts truth against prediction
 */
public record ImageCounts(String image, ConfusionCounts counts) {}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.WholeFile;
import io.github.stencil.Writable;
import io.github.stencil.model.Model;
import io.github.stencil.unet.graph.NetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a model's folder: the network, the cards for Stencil and for bioimage.io, the history, a test and a cover. Each
 * file is replaced as a whole.
 *
 * @param model what to write, and where to
 */
record ModelFolder(TrainedModel model) {
    static final String GRAPH = "saved_model.pb";

    /**
     * Refuses a folder that nothing can be written to, or that holds something already.
     *
     * @param resume whether a training is to go on there
     */
    static void check(Path folder, boolean resume) {
        boolean model = Files.exists(folder.resolve(GRAPH));
        boolean training = Files.exists(folder.resolve(Checkpoint.NAME));
        if (!resume && (model || training)) {
            throw StencilException.of(
                    "%s already holds %s. Set resume to go on with its training, or give another name.",
                    folder, model ? "a model" : "a training that has not ended");
        }
        if (resume && !training) {
            throw StencilException.of(
                    "%s holds no training to go on with. Train without resume, or give the folder of a training.",
                    folder);
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw StencilException.of("%s is a file but a model needs a folder. Give another name.", folder);
        }
        Writable.check(folder);
    }

    /** Writes the best network of a training. */
    void write(Checkpoint checkpoint) {
        NetworkFile network = NetworkFile.of(model.layout(), checkpoint.best(), model.normalization());
        try {
            Files.createDirectories(model.folder());
            writeHistory(model.folder(), checkpoint.history());
            put(BioimageCard.PACKAGE, zipped(network.networkBytes()));
            if (model.example().isPresent()) {
                Specimen specimen = Specimen.of(
                        model.layout().shape(), network, model.example().get());
                put("test_input.npy", specimen::writeInput);
                put("test_output.npy", specimen::writeOutput);
                put("cover.png", specimen::writeCover);
            }
            BioimageCard card = new BioimageCard(model, checkpoint);
            put("README.md", card.readme().getBytes(StandardCharsets.UTF_8));
            put("rdf.yaml", card.text().getBytes(StandardCharsets.UTF_8));
            put("stencil.yaml", card(checkpoint).text().getBytes(StandardCharsets.UTF_8));
            put(GRAPH, network.bytes()); // last: now the folder holds a model
            Model.made(model.folder()).rememberThatItRuns();
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The model could not be written to %s (%s). Make room there, then resume.",
                    model.folder(),
                    String.valueOf(e.getMessage()));
        }
    }

    private ModelCardText card(Checkpoint checkpoint) {
        return new ModelCardText(
                model.name(),
                model.description(checkpoint),
                "",
                model.classes(),
                model.layout().shape(),
                model.normalization(),
                model.objects(),
                model.precision());
    }

    /** Writes a line per epoch in place of what was there. */
    static void writeHistory(Path folder, TrainingHistory history) throws IOException {
        put(folder, "history.csv", file -> Files.writeString(file, history.csv()));
    }

    private void put(String name, byte[] bytes) throws IOException {
        put(name, file -> Files.write(file, bytes));
    }

    private void put(String name, WholeFile.Content content) throws IOException {
        put(model.folder(), name, content);
    }

    private static void put(Path folder, String name, WholeFile.Content content) throws IOException {
        WholeFile.write(folder.resolve(name), folder.resolve(name + ".part"), content);
    }

    private static byte[] zipped(byte[] graph) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(GRAPH);
            entry.setTime(0); // the same network makes the same file
            zip.putNextEntry(entry);
            zip.write(graph);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}

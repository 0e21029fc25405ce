// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.StencilException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Formats of models that Stencil does not run, with what to do about each. */
public enum ForeignFormat {
    KERAS(
            "a Keras model",
            "In Python, keras.models.load_model(\"%s\").export(\"folder\") writes one; choose that folder."),
    KERAS_HDF5(
            "a Keras model in HDF5",
            "In Python, keras.models.load_model(\"%s\").export(\"folder\") writes one (with Keras 2, tf.saved_model.save(model, \"folder\")); choose that folder."),
    KERAS_WEIGHTS(
            "the weights of a Keras network without the network",
            "In Python, build the network, read them with model.load_weights(\"%s\"), and write it with model.export(\"folder\"); choose that folder."),
    HDF5(
            "an HDF5 file in which there is no Keras model",
            "Choose the folder that the model was exported to, or a zip of it."),
    FROZEN_GRAPH(
            "a frozen TensorFlow graph (a GraphDef, not a SavedModel)",
            "In Python, read it with tf.compat.v1.import_graph_def and write it with tf.compat.v1.saved_model.simple_save, which names its input and output; choose that folder."),
    RENAMED_GRAPH(
            "the graph of a TensorFlow SavedModel under another name",
            "Name it saved_model.pb, with the model's variables folder beside it, and choose the folder of both."),
    TEXT_GRAPH(
            "a TensorFlow graph written as text",
            "Write it as a binary saved_model.pb: load it in Python and save it with tf.saved_model.save."),
    ONNX("an ONNX model", "Choose that file itself, or give its name the end .onnx."),
    TORCH_SCRIPT(
            "a TorchScript model for PyTorch",
            "Look for the same model as a SavedModel, or convert the network that it was traced from by way of ONNX (torch.onnx.export, then onnx2tf)."),
    TORCH(
            "a PyTorch file",
            "Look for the same model as a SavedModel, or build the network in Python, load this file and convert it by way of ONNX (torch.onnx.export, then onnx2tf)."),
    TFLITE("a TensorFlow Lite model", "Export the model that it was converted from as a SavedModel."),
    TENSORFLOW_JS("a TensorFlow.js model", "Export the model that it was converted from as a SavedModel."),
    CHECKPOINT(
            "a checkpoint, the weights of a network without the network",
            "In Python, build the network, read the checkpoint, and write it with model.export(\"folder\") or tf.saved_model.save; choose that folder."),
    SAFETENSORS(
            "a file of weights without the network (safetensors)",
            "In Python, build the network, read them, and export it as a SavedModel; choose that folder."),
    PICKLE("a Python pickle", "Export the model that is in it as a SavedModel, and choose that folder."),
    LFS_POINTER(
            "a pointer of Git LFS, not the file itself",
            "Fetch the file (git lfs pull), or download it from the repository's page."),
    WEB_PAGE("a web page, not the file that it links to", "Download the model itself.");

    private final String what;
    private final String advice;

    ForeignFormat(String what, String advice) {
        this.what = what;
        this.advice = advice;
    }

    /** Returns the refusal of a file of this format, or of a checkpoint's folder, that was given as the model. */
    StencilException refusal(Path given) {
        return refusal(given, (Throwable) null);
    }

    /** Returns the refusal of a file of this format, with what was caught when it was taken for another. */
    public StencilException refusal(Path given, @Nullable Throwable cause) {
        return StencilException.of(
                cause, "%s is %s, but Stencil runs TensorFlow SavedModels. %s", given, what, advice(given));
    }

    /** Returns the refusal of a zip or a folder that holds such a file and no model that Stencil runs. */
    public StencilException refusal(Path given, Path inside) {
        return StencilException.of(
                "%s holds \"%s\", %s, but Stencil runs TensorFlow SavedModels. %s",
                given, inside.getFileName(), what, advice(inside));
    }

    private String advice(Path file) {
        return advice.replace("%s", String.valueOf(file.getFileName()));
    }
}

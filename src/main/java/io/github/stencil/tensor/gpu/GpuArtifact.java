// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import java.util.List;

/**
 * A jar of the package registry from which GPU support takes native libraries.
 *
 * @param title what it is called in messages
 * @param path where it lies below the registry's address
 * @param bytes its size
 * @param sha256 its SHA-256, in lower-case hexadecimal digits
 * @param libraries the names of the files to take, in the order in which they are loaded
 * @param unpacked bytes of these files together
 */
record GpuArtifact(String title, String path, long bytes, String sha256, List<String> libraries, long unpacked) {
    /** TensorFlow 2.18 for NVIDIA GPUs. */
    static final GpuArtifact TENSORFLOW = new GpuArtifact(
            "TensorFlow for GPUs",
            path(List.of("org", "tensorflow"), "tensorflow-core-native", "1.1.0", "linux-x86_64-gpu"),
            526_493_073,
            "9e2c48fbc444e941dc09eb998b16c8d699c8ca950d2bf09ab90871137a982826",
            List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2", "libjnitensorflow.so"),
            1_252_420_240);

    /** CUDA 12.6 and cuDNN 9.5, those parts that TensorFlow uses. */
    static final GpuArtifact CUDA = new GpuArtifact(
            "CUDA and cuDNN",
            path(List.of("org", "bytedeco"), "cuda", "12.6-9.5-1.5.11", "linux-x86_64-redist"),
            2_026_748_503,
            "b9130f92e121c5ae39d93083b2db5305af3b53bab1ef232463e281593ebb74d0",
            List.of(
                    "libcudart.so.12",
                    "libnvJitLink.so.12",
                    "libcublasLt.so.12",
                    "libcublas.so.12",
                    "libcufft.so.11",
                    "libcurand.so.10",
                    "libcusparse.so.12",
                    "libcusolver.so.11",
                    "libnvrtc-builtins.so.12.6",
                    "libnvrtc.so.12",
                    "libcudnn_graph.so.9",
                    "libcudnn_ops.so.9",
                    "libcudnn_cnn.so.9",
                    "libcudnn_adv.so.9",
                    "libcudnn_engines_precompiled.so.9",
                    "libcudnn_engines_runtime_compiled.so.9",
                    "libcudnn_heuristic.so.9",
                    "libcudnn.so.9",
                    "libnccl.so.2",
                    "libcupti.so.12"),
            2_665_565_328L);

    GpuArtifact {
        libraries = List.copyOf(libraries);
    }

    /** Returns the name of the file. */
    String file() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The group comes in parts: as one text it would be renamed with the classes in the released jar. */
    private static String path(List<String> group, String name, String version, String classifier) {
        return "%s/%s/%s/%s-%s-%s.jar".formatted(String.join("/", group), name, version, name, version, classifier);
    }
}

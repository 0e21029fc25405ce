// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The released jar in one Java with what other plugins bring: TensorFlow 1, protobuf 4, another JavaCPP. */
class NeighboursIT {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"one stencil one stencil", "stencil one stencil one"})
    void bothTensorFlowsComputeInEitherOrder(String order) throws Exception {
        Map<String, String> seen = compute("javacpp-1.5.10.jar", order);
        assertThat(seen.get("org/bytedeco/javacpp/Loader")).contains("javacpp-1.5.10.jar");
        assertThat(seen.get("com/google/protobuf/Message")).contains("protobuf-java-4.");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @EnabledIfSystemProperty(named = "stencil.thorough", matches = "true")
    @CsvSource({
        "javacpp-1.5.9.jar, one stencil",
        "javacpp-1.5.9.jar, stencil one",
        "javacpp-1.5.12.jar, one stencil",
        "javacpp-1.5.12.jar, stencil one",
    })
    void otherVersionsOfJavaCppDoAsWell(String javacpp, String order) throws Exception {
        assertThat(compute(javacpp, order).get("org/bytedeco/javacpp/Loader")).contains(javacpp);
    }

    /** Computes in the given order, and checks that each of the two says the same every time. */
    private static Map<String, String> compute(String javacpp, String order) throws IOException, InterruptedException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(ChildJava.neighbour(javacpp));
        classPath.add(ChildJava.neighbour("protobuf-java-4.32.0.jar"));
        classPath.add(ChildJava.neighbour("libtensorflow-1.15.0.jar"));
        classPath.add(ChildJava.neighbour("libtensorflow_jni-1.15.0.jar"));
        for (String folder : List.of("plugins", "jars", "bin/lib")) {
            classPath.addAll(ChildJava.jars(folder));
        }
        try (Stream<Path> natives = Files.list(ChildJava.natives())) {
            classPath.addAll(
                    natives.filter(file -> file.toString().endsWith(".jar")).toList());
        }
        String program = Path.of("src", "test", "release", "TwoTensorFlows.java")
                .toAbsolutePath()
                .toString();
        List<String> arguments =
                new ArrayList<>(List.of(program, SampleJob.MODEL.toString(), SampleJob.IMAGE.toString()));
        arguments.addAll(Arrays.asList(order.split(" ")));
        Map<String, String> seen = ChildJava.run(classPath, ChildJava.release(), arguments);
        assertThat(seen).as(seen.get("output")).containsEntry("status", "0");
        String[] words = order.split(" ");
        for (int i = 0; i < words.length; i++) {
            int at = i + 2;
            assertThat(seen.get(String.valueOf(at)))
                    .as(seen.get("output"))
                    .isEqualTo(
                            words[i].equals("one")
                                    ? "TensorFlow 1.15.0 " + 2 * (20.5f + at)
                                    : "Stencil " + SampleJob.classPixels());
        }
        return seen;
    }
}

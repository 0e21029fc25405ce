// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.onnx;

import com.google.protobuf.CodedInputStream;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A network in an ONNX file, read without running anything of it and without its weights.
 *
 * @param inputs what must be fed, in the file's order
 * @param outputs what it gives, in the file's order
 * @param nodes the steps of the graph itself
 * @param all the steps anywhere: in the graph, in the branches and loops in it, and in the functions that the file defines
 * @param functions those functions, by domain and name
 * @param external the files that hold weights, as the file names them
 */
public record OnnxModel(
        List<OnnxValue> inputs,
        List<OnnxValue> outputs,
        List<OnnxNode> nodes,
        List<OnnxNode> all,
        Set<String> functions,
        Set<String> external) {
    private static final String LIST = "operators.txt";
    private static final int MOST_LISTED = 5;

    /** Copies the lists, so that nobody changes them later. */
    public OnnxModel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        all = List.copyOf(all);
        functions = Set.copyOf(functions);
        external = Set.copyOf(external);
    }

    /**
     * Reads a file and refuses what does more than compute: operators that are not on the list of ONNX's own that only
     * compute, and weights in files outside the file's folder.
     *
     * @param file the ONNX file
     * @param given what the user named, for messages
     * @throws StencilException if it is damaged, or does more
     */
    public static OnnxModel read(Path file, Path given) {
        OnnxModel model;
        try (InputStream in = Files.newInputStream(file)) {
            model = OnnxReader.read(CodedInputStream.newInstance(in));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw StencilException.of(
                    e, "%s is damaged: it is not as ONNX files are written. Copy or export the model again.", given);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
        if (model.nodes().isEmpty()) {
            throw StencilException.of("%s is an ONNX file without a network. Copy or export the model again.", given);
        }
        model.checkOperators(given);
        for (String name : new TreeSet<>(model.external())) {
            checkInside(file, name, given);
        }
        return model;
    }

    private void checkOperators(Path given) {
        Set<String> known = known();
        Set<String> foreign = all.stream()
                .map(OnnxNode::title)
                .filter(title -> !known.contains(title) && !functions.contains(title))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!foreign.isEmpty()) {
            String listed = foreign.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
            String more = foreign.size() > MOST_LISTED ? " and %d more".formatted(foreign.size() - MOST_LISTED) : "";
            throw StencilException.of(
                    "The model %s has the operators %s%s, but Stencil runs ONNX's own operators that only compute. Export it with those, or choose another model.",
                    given, listed, more);
        }
    }

    private static void checkInside(Path file, String name, Path given) throws StencilException {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("").normalize();
        try {
            Path place = folder.resolve(name.replace('\\', '/')).normalize();
            boolean named = !name.isBlank() && !Path.of(name).isAbsolute() && place.startsWith(folder);
            if (!named || (Files.exists(place) && !place.toRealPath().startsWith(folder.toRealPath()))) {
                throw StencilException.of(
                        "The model %s wants weights from \"%s\", which is outside its folder. Choose a model whose files lie together.",
                        given, name);
            }
            if (!Files.isRegularFile(place)) {
                throw StencilException.of(
                        "The model %s has weights in the file \"%s\", which is not beside it. Put it there, or download the whole model again.",
                        given, name);
            }
        } catch (java.nio.file.InvalidPathException e) {
            throw StencilException.of(
                    e,
                    "The model %s wants weights from \"%s\", which is no name of a file. Choose another model.",
                    given,
                    name);
        } catch (IOException e) {
            throw FileTrouble.reading(given, e);
        }
    }

    /** Returns the operators that only compute, those of other domains than ONNX's own behind their domain. */
    private static Set<String> known() {
        try (InputStream in = OnnxModel.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> java.util.Arrays.stream(line.strip().split(" +", -1)))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw FileTrouble.reading(LIST, e);
        }
    }
}

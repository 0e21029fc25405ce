// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.model.file.ModelNames;
import io.github.stencil.model.step.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bioimage.io model package: its description, in formats 0.3 to 0.5, and what it leads to.
 *
 * @param folder the description's folder, to which its paths are relative
 * @param format the format's version
 * @param card what it says that a card would say too
 * @param before steps from pixels to the network's input
 * @param outputs what it says of each output, in its order
 * @param z which sizes it takes along slices
 * @param y along rows
 * @param x along columns
 * @param channels how many it takes, 0 if it does not say
 * @param weights the SavedModel, a folder or a zip of one
 * @param testInput an example input, if there is one
 * @param checksums of those files whose it gives
 */
public record ModelPackage(
        Path folder,
        String format,
        ModelCard card,
        Recipe before,
        List<PackageOutput> outputs,
        SizeRule z,
        SizeRule y,
        SizeRule x,
        int channels,
        Path weights,
        Optional<Path> testInput,
        List<Checksum> checksums) {
    /** Copies the lists, so that nobody changes them later. */
    public ModelPackage {
        outputs = List.copyOf(outputs);
        checksums = List.copyOf(checksums);
    }

    /**
     * Finds and reads a package; older formats are none, and a folder with a card of our own needs none.
     *
     * @param root an unpacked zip or a folder, whose only subfolder may be the package
     * @throws StencilException if the package cannot be used
     */
    public static Optional<ModelPackage> find(Path root) {
        Optional<Path> file = file(root);
        boolean ours = file.isPresent() && Files.exists(file.get().resolveSibling(ModelNames.CARD));
        return ours ? Optional.empty() : file.flatMap(ModelPackage::read);
    }

    /** Finds what is told of a package's test, even if a card of our own says all else. */
    public static Optional<ModelPackage> tests(Path root) {
        return described(root).filter(found -> found.testInput().isPresent());
    }

    /**
     * Checks that the weights take as many channels as the description says.
     *
     * @param taken how many they take, -1 for any
     * @param given what the user named, for the message
     * @throws StencilException if not
     */
    public void checkChannels(int taken, Path given) {
        if (channels > 0 && taken != channels) {
            throw StencilException.of(
                    "%s describes an input of %d channel%s, but its weights take %d. Correct the axes or sizes in its description.",
                    given, channels, channels == 1 ? "" : "s", taken);
        }
    }

    /**
     * Returns what outputs of the model should give for the test input, by their names, as far as that is there.
     *
     * @param names those of the model's outputs
     * @param usual the one that is used if none is chosen
     */
    public Map<String, Path> testOutputs(List<String> names, String usual) {
        Map<String, Path> found = new LinkedHashMap<>();
        for (PackageOutput output : outputs) {
            output.testOutput().ifPresent(file -> {
                // the only one that is described may have another name than the weights know
                String name =
                        outputs.size() == 1 && !names.contains(output.card().name())
                                ? usual
                                : output.card().name();
                found.put(name, file);
            });
        }
        found.keySet().retainAll(names);
        return found;
    }

    /**
     * Checks that the files of a package are those that it describes.
     *
     * @throws StencilException if one of them is not
     */
    public static void checkFiles(Path root) throws IOException {
        Optional<ModelPackage> found = described(root);
        if (found.isPresent()) {
            for (Checksum checksum : found.get().checksums()) {
                checksum.check();
            }
        }
    }

    /** Reads a package even if a card of our own says all else; then its description may be wrong, and is none. */
    private static Optional<ModelPackage> described(Path root) {
        try {
            return file(root).flatMap(ModelPackage::read);
        } catch (StencilException e) {
            return Optional.empty(); // nobody needs what it says
        }
    }

    private static Optional<ModelPackage> read(Path file) {
        Fields fields = Fields.read(file);
        String format = fields.text("format_version").orElse("");
        if (!format.matches("0\\.[3-5](\\D.*)?")) {
            if (format.isEmpty() || format.matches("0\\.[0-2](\\D.*)?")) {
                return OldSteps.find(fields).map(steps -> new PackageReader(fields, format).readOld(steps));
            }
            throw StencilException.of(
                    "%s has the format %s but Stencil reads 0.3 to 0.5. Look for a newer Stencil, or for the model in an older format.",
                    file, format);
        }
        return Optional.of(new PackageReader(fields, format).read());
    }

    /** Returns the macro that a package leaves to another program, behind the network. */
    public static Optional<String> macroBehind(Path folder) {
        return file(folder).map(Fields::read).flatMap(OldSteps::macroBehind);
    }

    private static Optional<Path> file(Path root) {
        Optional<Path> here = ModelNames.DESCRIPTIONS.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (here.isPresent()) {
            return here;
        }
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(Files::isDirectory).forEach(inside::add);
        } catch (IOException e) {
            throw FileTrouble.reading(root, e);
        }
        return inside.size() != 1
                ? Optional.empty()
                : ModelNames.DESCRIPTIONS.stream()
                        .map(inside.get(0)::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst();
    }
}

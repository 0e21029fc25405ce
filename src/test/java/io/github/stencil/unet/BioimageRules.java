// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The rules of the bioimage.io model description 0.5 (bioimage-io/spec-bioimage-io, model/v0_5.py and generic/v0_3.py at
 * 63a2ea0) for the fields that Stencil writes. Files written by Stencil were also read by that program itself.
 */
final class BioimageRules {
    private static final Set<String> FIELDS = Set.of(
            "format_version",
            "type",
            "name",
            "description",
            "authors",
            "license",
            "cite",
            "documentation",
            "covers",
            "tags",
            "inputs",
            "outputs",
            "weights",
            "config",
            "timestamp",
            "id",
            "version",
            "attachments",
            "git_repo");
    private static final Set<String> TENSOR = Set.of(
            "id", "description", "axes", "data", "test_tensor", "sample_tensor", "preprocessing", "postprocessing");
    private static final Set<String> KEYWORDS = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for from"
                            + " global if import in is lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));
    private static final Set<String> WEIGHTS = Set.of(
            "keras_hdf5",
            "onnx",
            "pytorch_state_dict",
            "tensorflow_js",
            "tensorflow_saved_model_bundle",
            "torchscript");
    private static final Pattern NPY = Pattern.compile("'descr': '<f4'.*'shape': \\(([\\d, ]+)\\)");

    private final Path folder;
    private final List<String> broken = new ArrayList<>();
    private final Map<String, int[]> inputSizes = new LinkedHashMap<>();

    private BioimageRules(Path folder) {
        this.folder = folder;
    }

    /** Returns the rules that a package breaks. */
    static List<String> broken(Path folder) throws IOException {
        BioimageRules rules = new BioimageRules(folder);
        Object all = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(folder.resolve("rdf.yaml"), StandardCharsets.UTF_8));
        rules.check(map(all));
        return rules.broken;
    }

    private void check(Map<?, ?> all) throws IOException {
        all.keySet().forEach(key -> hold(FIELDS.contains(String.valueOf(key)), "there is no field " + key));
        int patch = Integer.parseInt(text(all, "format_version").replaceFirst("^0\\.5\\.(\\d+)$", "$1"));
        hold("model".equals(all.get("type")), "type is model");
        hold(text(all, "name").matches("[A-Za-z0-9_+\\-() ]{5,64}"), "name: " + all.get("name"));
        hold(text(all, "description").length() <= 512, "description is short");
        if (patch < 5) { // from then on what is not known may be left out
            hold(all.get("license") instanceof String && !list(all, "cite").isEmpty(), "license and cite are given");
        }
        String license = all.containsKey("license") ? text(all, "license") : "CC0-1.0";
        hold(!license.startsWith("LicenseRef") && license.matches("[A-Za-z0-9.+-]+"), "license is one of SPDX's");
        for (Object author : list(all, "authors")) {
            hold(text(map(author), "name").matches("[^/\\\\]+"), "an author has a name");
        }
        for (Object cite : list(all, "cite")) {
            hold(text(map(cite), "doi").matches("10\\.\\d{4,9}/\\S+"), "a citation has a DOI");
        }
        String readme = text(all, "documentation");
        hold(
                readme.endsWith(".md")
                        && Files.readString(folder.resolve(readme)).contains("# Validation"),
                "documentation");
        for (Object cover : list(all, "covers")) {
            Path file = folder.resolve(String.valueOf(cover));
            hold(String.valueOf(cover).matches(".*\\.(png|jpe?g|gif|svg)") && Files.size(file) < 500_000, "covers");
        }
        hold(list(all, "tags").stream().allMatch(String.class::isInstance), "tags are texts");
        Set<String> ids = new HashSet<>();
        for (Object input : list(all, "inputs")) {
            tensor(map(input), true, ids);
        }
        for (Object output : list(all, "outputs")) {
            tensor(map(output), false, ids);
        }
        hold(ids.size() == 2, "there is an input and an output");
        weights(map(all.get("weights")));
    }

    private void tensor(Map<?, ?> tensor, boolean input, Set<String> ids) throws IOException {
        String id = text(tensor, "id");
        tensor.keySet().forEach(key -> hold(TENSOR.contains(String.valueOf(key)), "a tensor has no field " + key));
        hold(id.matches("[a-z_][a-z0-9_]{0,31}") && !KEYWORDS.contains(id) && ids.add(id), "tensor's id " + id);
        hold("float32".equals(map(tensor.get("data")).get("type")), "data type");
        List<int[]> sizes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object each : list(tensor, "axes")) {
            Map<?, ?> axis = map(each);
            String type = text(axis, "type");
            String name = axis.containsKey("id") ? text(axis, "id") : type;
            hold(name.matches("[a-z_][a-z0-9_]{0,15}") && names.add(name), "axis id " + name);
            hold((name.equals("batch")) == type.equals("batch"), "batch is the batch axis");
            sizes.add(size(axis, type, id + "." + name, input));
        }
        for (String which : List.of("preprocessing", "postprocessing")) {
            for (Object step : list(tensor, which)) {
                step(map(step), names);
            }
        }
        if (tensor.containsKey("test_tensor")) {
            test(map(tensor.get("test_tensor")), sizes);
        }
    }

    /** Returns the smallest size and its step, 0 for one size only; a step of -1 for any. */
    private int[] size(Map<?, ?> axis, String type, String place, boolean input) {
        switch (type) {
            case "batch" -> {
                return new int[] {1, -1};
            }
            case "channel" -> {
                List<?> names = list(axis, "channel_names");
                hold(!names.isEmpty() && new HashSet<>(names).size() == names.size(), "channels have different names");
                for (Object name : names) {
                    boolean identifier = name instanceof String word
                            && word.matches("[\\p{L}_][\\p{L}\\p{N}_]*")
                            && !KEYWORDS.contains(word);
                    hold(identifier, "channel name " + name);
                }
                return new int[] {names.size(), 0};
            }
            case "space" -> {
                Map<?, ?> size = map(axis.get("size"));
                if (input) {
                    hold(whole(size, "min") > 0 && whole(size, "step") > 0 && !axis.containsKey("halo"), place);
                    inputSizes.put(place, new int[] {whole(size, "min"), whole(size, "step")});
                    return new int[] {whole(size, "min"), whole(size, "step")};
                }
                int[] given = inputSizes.get(text(size, "tensor_id") + "." + text(size, "axis_id"));
                hold(given != null, place + " follows an axis of the input");
                if (given != null && axis.containsKey("halo")) {
                    int halo = whole(axis, "halo");
                    hold(halo >= 1 && given[0] - 2 * halo >= 1, place + ": halo " + halo + " of " + given[0]);
                }
                return given == null ? new int[] {1, -1} : given;
            }
            default -> {
                hold(false, "axis type " + type);
                return new int[] {1, -1};
            }
        }
    }

    private void step(Map<?, ?> step, Set<String> axes) {
        Map<?, ?> options = map(step.get("kwargs"));
        if ("scale_range".equals(step.get("id"))) {
            double low = number(options, "min_percentile");
            double high = number(options, "max_percentile");
            hold(low >= 0 && low < high && high > 1 && high <= 100, "percentiles");
            hold(number(options, "eps") > 0 && number(options, "eps") <= 0.1, "eps");
            hold(axes.containsAll(list(options, "axes")), "a step's axes are the tensor's");
        } else {
            hold("clip".equals(step.get("id")) && number(options, "min") < number(options, "max"), "step " + step);
        }
    }

    private void test(Map<?, ?> file, List<int[]> sizes) throws IOException {
        Path source = file(file);
        String header = new String(Files.readAllBytes(source), 0, 128, StandardCharsets.ISO_8859_1);
        Matcher shape = NPY.matcher(header);
        hold(shape.find(), "a test tensor is float32");
        String[] lengths = shape.group(1).split(", ");
        hold(lengths.length == sizes.size(), "a test tensor has the axes");
        for (int i = 0; i < sizes.size(); i++) {
            int length = Integer.parseInt(lengths[i]);
            int min = sizes.get(i)[0];
            int step = sizes.get(i)[1];
            boolean fits = step < 0 || (step == 0 ? length == min : length >= min && (length - min) % step == 0);
            hold(fits, "a test tensor of " + length + " for " + min + " by " + step);
        }
    }

    private void weights(Map<?, ?> weights) throws IOException {
        int originals = 0;
        for (Map.Entry<?, ?> each : weights.entrySet()) {
            hold(WEIGHTS.contains(String.valueOf(each.getKey())), "weights " + each.getKey());
            Map<?, ?> entry = map(each.getValue());
            file(entry);
            originals += entry.containsKey("parent") ? 0 : 1;
            hold(
                    entry.get("tensorflow_version") instanceof String version && version.matches("\\d+(\\.\\d+)+"),
                    "version");
        }
        hold(originals == 1, "one entry of the weights has no parent");
    }

    private Path file(Map<?, ?> file) throws IOException {
        Path source = folder.resolve(text(file, "source"));
        hold(Files.isRegularFile(source), source + " is there");
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(source)));
            hold(digest.equals(file.get("sha256")), "the checksum of " + source);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    private void hold(boolean held, String rule) {
        if (!held) {
            broken.add(rule);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static int whole(Map<?, ?> map, String key) {
        return map.get(key) instanceof Integer number ? number : -1;
    }

    private static double number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}

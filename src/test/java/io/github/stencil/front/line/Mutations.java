// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Damages data: bytes, lines, zips and graphs, by chance. */
final class Mutations {
    private static final int HEADER = 600;
    private static final long[] NUMBERS = {
        0, 1, -1, 2, 3, 7, 8, 255, 256, 32_767, 65_535, 65_536, 1 << 20, 1 << 28, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final List<String> WORDS = List.of(
            "",
            "0",
            "-1",
            "1e308",
            "NaN",
            "-Infinity",
            "2147483648",
            "99999999999999999999",
            "0x10",
            "1_000",
            "null",
            "~",
            "true",
            "[]",
            "{}",
            "[[[[[[1]]]]]]",
            "{a: {b: {c: d}}}",
            "*a",
            "&a [1, *a]",
            "!!java.io.File [x]",
            "!!binary aGVsbG8=",
            "2001-01-01",
            "\"\\u0000\"",
            "'",
            "\u00b5\ud83d\ude00",
            "a:b",
            "-",
            "byxc",
            "../../x",
            "x".repeat(5_000),
            "[".repeat(5_000),
            "{a: ".repeat(2_000));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private int near(int length) {
        return random.nextInt(Math.max(1, random.nextInt(10) < 7 ? Math.min(HEADER, length) : length));
    }

    /** Changes, cuts, doubles or inserts a few bytes, most of them at the beginning. */
    byte[] bytes(byte[] original) {
        byte[] bytes = original.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 0; n--) {
            int at = near(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2, 3 -> number(bytes, at);
                case 4 -> bytes = joined(bytes, at, new byte[0], at + length);
                case 5 -> bytes = joined(bytes, at, java.util.Arrays.copyOfRange(bytes, at, at + length), at);
                default ->
                    bytes = random.nextInt(3) == 0 ? java.util.Arrays.copyOf(bytes, at) : noise(bytes, at, length);
            }
        }
        return bytes;
    }

    private void number(byte[] bytes, int at) {
        int size = any(List.of(2, 4));
        if (at + size <= bytes.length) {
            ByteBuffer buffer =
                    ByteBuffer.wrap(bytes).order(any(List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)));
            long number = NUMBERS[random.nextInt(NUMBERS.length)];
            if (size == 2) {
                buffer.putShort(at, (short) number);
            } else {
                buffer.putInt(at, (int) number);
            }
        }
    }

    private byte[] noise(byte[] bytes, int at, int length) {
        for (int i = at; i < at + length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, end);
        out.writeBytes(middle);
        out.write(bytes, start, bytes.length - start);
        return out.toByteArray();
    }

    /** Damages a text in its lines and words, or as bytes. */
    byte[] text(byte[] original) {
        if (random.nextInt(4) == 0) {
            return bytes(original);
        }
        List<String> lines = new ArrayList<>(
                new String(original, StandardCharsets.UTF_8).lines().toList());
        for (int n = 1 + random.nextInt(3); n > 0 && !lines.isEmpty(); n--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, any(lines));
                case 2 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
                default -> lines.set(at, word(line));
            }
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** Puts something in the place of a word. */
    String word(String line) {
        String[] words = line.split("(?<=[\\s,=:\\[\\]{}])|(?=[\\s,=:\\[\\]{}])");
        words[random.nextInt(words.length)] = any(WORDS);
        return String.join("", words);
    }

    /** Returns something that is hardly what was asked for. */
    String value() {
        return any(WORDS);
    }

    /** Damages a zip, one of the files in it, or their names. */
    byte[] zip(byte[] original, String least) throws IOException {
        if (random.nextInt(3) == 0) {
            return bytes(original);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(original))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        List<String> names = new ArrayList<>(files.keySet());
        String name = any(names);
        byte[] file = files.get(name);
        switch (random.nextInt(5)) {
            case 0 -> {
                files.remove(name);
                files.put(
                        any(List.of("../" + name, "/" + name, "a\\" + name, "a\0b", "C:" + name, "", name + "/")),
                        file);
            }
            case 1 -> files.put(name + "/inside", file);
            case 2 -> files.put(least, new byte[1 << random.nextInt(24)]);
            default -> files.put(name, bytes(file));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                out.putNextEntry(new ZipEntry(each.getKey()));
                if (!each.getKey().endsWith("/")) {
                    out.write(each.getValue());
                }
            }
        }
        return bytes.toByteArray();
    }

    /** Damages a SavedModel as bytes, or in its nodes and signature. */
    byte[] model(byte[] original) throws IOException {
        if (random.nextInt(3) == 0) {
            return bytes(original);
        }
        SavedModel.Builder model = SavedModel.parseFrom(original).toBuilder();
        MetaGraphDef.Builder graph = model.getMetaGraphsBuilder(0);
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            if (random.nextInt(5) == 0) {
                signature(graph);
            } else {
                node(graph.getGraphDefBuilder());
            }
        }
        return model.build().toByteArray();
    }

    private void signature(MetaGraphDef.Builder graph) {
        String name = graph.getSignatureDefMap().keySet().iterator().next();
        SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
        boolean in = random.nextBoolean();
        Map<String, TensorInfo> tensors = in ? signature.getInputsMap() : signature.getOutputsMap();
        String key = tensors.keySet().iterator().next();
        TensorInfo.Builder tensor = tensors.get(key).toBuilder();
        TensorShapeProto.Builder shape = tensor.getTensorShapeBuilder();
        switch (random.nextInt(5)) {
            case 0 -> tensor.setDtypeValue(random.nextInt(130));
            case 1 -> tensor.setName(any(List.of("", ":", "out:7", "nothing:0", "^out", "image:0", "out:x")));
            case 2 -> shape.addDimBuilder().setSize(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> shape.setUnknownRank(true);
            default -> {
                if (shape.getDimCount() > 0) {
                    shape.getDimBuilder(random.nextInt(shape.getDimCount()))
                            .setSize(NUMBERS[random.nextInt(NUMBERS.length)]);
                }
            }
        }
        if (in) {
            signature.putInputs(key, tensor.build());
        } else {
            signature.putOutputs(key, tensor.build());
        }
        graph.putSignatureDef(name, signature.build());
    }

    private void node(GraphDef.Builder graph) {
        int at = random.nextInt(graph.getNodeCount());
        NodeDef.Builder node = graph.getNodeBuilder(at);
        String other = any(graph.getNodeList()).getName();
        switch (random.nextInt(8)) {
            case 0 -> node.setOp(any(graph.getNodeList()).getOp());
            case 1 ->
                node.setOp(any(List.of("Fill", "Empty", "Range", "While", "Merge", "Svd", "PartitionedCall", "Tile")));
            case 2 -> node.addInput(any(List.of(other, "^" + other, other + ":3", "")));
            case 3 -> graph.removeNode(at);
            case 4 -> node.setName(other);
            case 5 -> {
                if (node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), other);
                }
            }
            default -> attribute(node);
        }
    }

    private void attribute(NodeDef.Builder node) {
        if (node.getAttrCount() == 0) {
            return;
        }
        String key = any(new ArrayList<>(node.getAttrMap().keySet()));
        AttrValue.Builder value = node.getAttrOrThrow(key).toBuilder();
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        if (value.hasTensor()) {
            if (value.getTensor().getTensorShape().getDimCount() > 0 && random.nextBoolean()) {
                value.getTensorBuilder()
                        .getTensorShapeBuilder()
                        .getDimBuilder(0)
                        .setSize(number);
            } else {
                value.getTensorBuilder()
                        .setTensorContent(com.google.protobuf.ByteString.copyFrom(
                                bytes(value.getTensor().getTensorContent().toByteArray())));
            }
        } else if (value.hasList() && value.getList().getICount() > 0) {
            value.getListBuilder().setI(random.nextInt(value.getList().getICount()), number);
        } else if (random.nextInt(3) == 0) {
            node.removeAttr(key);
            return;
        } else {
            switch (random.nextInt(4)) {
                case 0 -> value.setI(number);
                case 1 -> value.setTypeValue(random.nextInt(130));
                case 2 ->
                    value.setS(com.google.protobuf.ByteString.copyFromUtf8(any(List.of("", "VALID", "NCHW", "x"))));
                default -> value.setF(Float.NaN);
            }
        }
        node.putAttr(key, value.build());
    }
}

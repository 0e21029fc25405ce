// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells models of other formats by what is in them; only where that tells nothing, by their names. */
public final class ForeignModel {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    /** A pickle of PyTorch's magic number, with which its files began before they were zips. */
    private static final byte[] OLD_TORCH = {(byte) 0x80, 2, (byte) 0x8a, 0x0a, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46};
    /** The last bytes of a table of tensors, by which TensorFlow's checkpoints are indexed. */
    private static final byte[] TABLE_END = {0x57, (byte) 0xfb, (byte) 0x80, (byte) 0x8b, 0x24, 0x75, 0x47, (byte) 0xdb
    };

    private static final int PICKLE = 0x80;
    private static final int HEAD = 4096;
    private static final long[] HDF5_STARTS = {0, 512, 1024, 2048}; // behind what a user may put before it
    private static final int DEEPEST = 3;
    private static final int MOST_FILES = 1000;
    private static final int CHUNK = 1 << 16;

    private ForeignModel() {}

    /**
     * Refuses a file that is a model of another format.
     *
     * @throws StencilException if it is, saying what to do
     */
    public static void refuse(Path file) throws IOException {
        Optional<ForeignFormat> format = format(file);
        if (format.isPresent()) {
            throw format.get().refusal(file);
        }
    }

    /** Returns the refusal of a folder with a model of another format, or which is a checkpoint's; empty if it has none. */
    static Optional<StencilException> inside(Path folder, Path given) throws IOException {
        if (folder.resolve("model.json").toFile().isFile() && any(folder, ".*\\.bin")) {
            return Optional.of(ForeignFormat.TENSORFLOW_JS.refusal(given));
        }
        if (any(folder, "checkpoint|.*\\.index|.*\\.ckpt|.*\\.data-\\d+-of-\\d+")) {
            return Optional.of(ForeignFormat.CHECKPOINT.refusal(given));
        }
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .limit(MOST_FILES)
                    .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()))
                    .toList()) {
                Optional<ForeignFormat> format = format(file);
                if (format.isPresent()) {
                    return Optional.of(format.get().refusal(given, file));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean any(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> String.valueOf(file.getFileName()).matches(name));
        }
    }

    /** Returns a file's format, empty if it may be a zip of a model, or nothing that is known. */
    public static Optional<ForeignFormat> format(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = read(bytes, 0, HEAD);
            if (starts(head, ZIP) || starts(head, EMPTY_ZIP)) {
                return zip(file);
            }
            for (long start : HDF5_STARTS) {
                if (starts(read(bytes, start, HDF5.length), HDF5)) {
                    return Optional.of(hdf5(file, name));
                }
            }
            if (head.length >= 8 && new String(head, 4, 4, StandardCharsets.US_ASCII).equals("TFL3")) {
                return Optional.of(ForeignFormat.TFLITE);
            }
            if (starts(read(bytes, bytes.length() - TABLE_END.length, TABLE_END.length), TABLE_END)
                    || name.matches(".*\\.data-\\d+-of-\\d+")) {
                return Optional.of(ForeignFormat.CHECKPOINT);
            }
            if (starts(head, OLD_TORCH)) {
                return Optional.of(ForeignFormat.TORCH);
            }
            if (head.length > 1 && (head[0] & 0xff) == PICKLE && head[1] >= 2 && head[1] <= 5) {
                return Optional.of(name.matches(".*\\.(pt|pth)") ? ForeignFormat.TORCH : ForeignFormat.PICKLE);
            }
            Optional<ForeignFormat> text = text(head, name);
            return text.isPresent() ? text : ProtobufShape.of(bytes).format();
        }
    }

    private static Optional<ForeignFormat> text(byte[] head, String name) {
        String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
        String start = text.substring(0, Math.min(text.length(), 64)).toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs")) {
            return Optional.of(ForeignFormat.LFS_POINTER);
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return Optional.of(ForeignFormat.WEB_PAGE);
        }
        if (start.startsWith("saved_model_schema_version") || name.endsWith(".pbtxt")) {
            return Optional.of(ForeignFormat.TEXT_GRAPH);
        }
        if (start.startsWith("model_checkpoint_path")) {
            return Optional.of(ForeignFormat.CHECKPOINT);
        }
        boolean tensors = head.length > 10 && head[8] == '{' && head[9] == '"' && head[6] == 0 && head[7] == 0;
        return tensors ? Optional.of(ForeignFormat.SAFETENSORS) : Optional.empty();
    }

    private static Optional<ForeignFormat> zip(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            if (names.contains("config.json") && names.contains("model.weights.h5")) {
                return Optional.of(ForeignFormat.KERAS);
            }
            if (names.stream().anyMatch(name -> name.matches("[^/]+/data\\.pkl"))) {
                boolean script = names.stream().anyMatch(name -> name.matches("[^/]+/(code/.*|constants\\.pkl)"));
                return Optional.of(script ? ForeignFormat.TORCH_SCRIPT : ForeignFormat.TORCH);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // whoever unpacks it says what is wrong
        }
    }

    private static ForeignFormat hdf5(Path file, String name) throws IOException {
        if (contains(file, "model_config")) {
            return ForeignFormat.KERAS_HDF5;
        }
        boolean weights = name.endsWith(".weights.h5")
                || contains(file, "layer_names")
                || contains(file, "weight_names")
                || contains(file, "keras_version")
                || (contains(file, "layers") && contains(file, "vars"));
        return weights ? ForeignFormat.KERAS_WEIGHTS : ForeignFormat.HDF5;
    }

    /** Looks for a word; HDF5 writes names of attributes and groups as they are. */
    private static boolean contains(Path file, String word) throws IOException {
        byte[] wanted = word.getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[CHUNK];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk, kept, chunk.length - kept)) {
                int end = kept + read;
                for (int at = 0; at + wanted.length <= end; at++) {
                    if (chunk[at] == wanted[0]
                            && Arrays.equals(chunk, at, at + wanted.length, wanted, 0, wanted.length)) {
                        return true;
                    }
                }
                kept = Math.min(end, wanted.length - 1);
                System.arraycopy(chunk, end - kept, chunk, 0, kept);
            }
            return false;
        }
    }

    private static boolean starts(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static byte[] read(RandomAccessFile file, long from, int most) throws IOException {
        if (from < 0 || from >= file.length()) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) Math.min(most, file.length() - from)];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }
}

package io.github.stencil.model.trust;

import io.github.stencil.FileTrouble;
import io.github.stencil.model.file.ModelNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHA-256 over what a SavedModel runs: its graph, its variables and its assets, each with its name. Where it lies and what
 * describes it do not count, so that a copy or a zip of a model is the same model.
 */
public final class ModelHash {
    private static final List<String> PARTS = List.of(ModelNames.GRAPH, "assets", ModelNames.VARIABLES);
    private static final int CHUNK = 1 << 16;

    private ModelHash() {}

    /**
     * Reads a model's files.
     *
     * @param folder the folder that holds {@code saved_model.pb}
     * @return 64 hexadecimal digits
     */
    public static String of(Path folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : PARTS) {
                for (Path file : files(folder.resolve(part))) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    digest.update(name.getBytes(StandardCharsets.UTF_8));
                    digest.update(ByteBuffer.allocate(1 + Long.BYTES)
                            .put((byte) 0) // the name's end
                            .putLong(Files.size(file))
                            .flip());
                    add(file, digest);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw FileTrouble.reading(folder, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static List<Path> files(Path part) throws IOException {
        if (!Files.exists(part)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(part, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
            files.sort(java.util.Comparator.comparing(file -> file.toString().replace('\\', '/')));
            return files;
        }
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
    }
}

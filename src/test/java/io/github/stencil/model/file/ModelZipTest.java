// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.model.Model;
import io.github.stencil.model.ModelInstaller;
import io.github.stencil.model.Packages;
import io.github.stencil.model.SavedModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that are made to harm, or were damaged: each is refused before or while it is unpacked, and nothing stays. */
@Timeout(60)
class ModelZipTest {
    private static final String LIBRARY = "stencil.models";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final int ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;

    @TempDir
    private Path folder;

    private String libraryBefore = "";
    private String temporaryBefore = "";

    @BeforeEach
    void usePlacesOfOurOwn() throws IOException {
        libraryBefore = System.getProperty(LIBRARY, "");
        temporaryBefore = System.getProperty(TEMPORARY, "");
        System.setProperty(LIBRARY, folder.resolve("library").toString());
        System.setProperty(
                TEMPORARY, Files.createDirectories(folder.resolve("temporary")).toString());
    }

    @AfterEach
    void leaveThem() {
        System.setProperty(TEMPORARY, temporaryBefore);
        if (libraryBefore.isEmpty()) {
            System.clearProperty(LIBRARY);
        } else {
            System.setProperty(LIBRARY, libraryBefore);
        }
    }

    @ParameterizedTest(name = "{0} files in the same bytes")
    @ValueSource(ints = {2, 40, 900})
    void filesThatLieOverEachOtherAreRefused(int files) throws IOException {
        byte[] whole = zip("k00000", new byte[5 << 20], ZipEntry.DEFLATED);
        byte[] many = repeated(whole, files);
        assertThat(many.length).isLessThan(100_000);
        refusedAndGone(many, "holds files that lie over each other (\"k00000\" and \"k00001\"), so that it unpacks");
        refusedAndGone(behind("#!/bin/sh\n", many), "holds files that lie over each other (\"k00000\" and");
    }

    @Test
    void aZipIsMeasuredByItsOwnBytes() throws IOException {
        refusedAndGone(
                zip("zeros", new byte[(200 << 20) + 1], ZipEntry.DEFLATED),
                "would unpack to 200 MB, too much for a model of its size.");
    }

    @Test
    void aZipInAZipIsMeasuredByTheOuterOne() throws IOException {
        byte[] inner = zip(
                "variables/zeros",
                new byte[220 << 20],
                ZipEntry.DEFLATED,
                "padding",
                new byte[2 << 20],
                ZipEntry.STORED);
        Path alone = Files.write(folder.resolve("alone.zip"), inner);
        refuses(() -> Model.open(alone), "has no saved_model.pb"); // it is small enough for what it is
        Path description = folder.resolve("description");
        Packages.describe(description, "0.4.10", List.of(), List.of(), "");
        Path text = description.resolve("rdf.yaml");
        Files.writeString(text, Files.readString(text).replace("source: weights,", "source: inner.zip,"));
        byte[] outer =
                zip("rdf.yaml", Files.readAllBytes(text), ZipEntry.DEFLATED, "inner.zip", inner, ZipEntry.DEFLATED);
        assertThat(outer.length).isLessThan(300_000);
        Path zip = Files.write(folder.resolve("outer.zip"), outer);
        refuses(() -> Model.open(zip), "inner.zip would unpack to 222 MB, too much for a model of");
        refuses(
                () -> ModelInstaller.install(zip, "outer", Progress.NONE),
                "would unpack to 222 MB, too much for a model");
        assertThat(folder.resolve("library")).isEmptyDirectory();
    }

    @Test
    void aFileWithOtherBytesThanWerePackedIsRefused() throws IOException {
        byte[] bytes = zip("a/file", "these bytes were packed".getBytes(StandardCharsets.UTF_8), ZipEntry.STORED);
        bytes[45] ^= 1;
        refusedAndGone(
                bytes, "is damaged: its file \"a/file\" is not what was packed. Copy or download the zip again.");
    }

    @Test
    void aFileWithFewerBytesThanItsZipSaysIsRefused() throws IOException {
        byte[] bytes = zip("zeros", new byte[1000], ZipEntry.DEFLATED);
        buffer(bytes).putInt(find(bytes, ENTRY) + 24, 2000);
        refusedAndGone(bytes, "is damaged: its file \"zeros\" is not what was packed.");
    }

    @Test
    void aFileWithMoreBytesThanItsZipSaysIsRefused() throws IOException {
        byte[] bytes = zip("zeros", new byte[1 << 20], ZipEntry.DEFLATED);
        buffer(bytes).putInt(find(bytes, ENTRY) + 24, 10);
        refusedAndGone(bytes, "holds a file \"zeros\" that unpacks to more than the zip says. Do not use this zip.");
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        byte[] bytes = zip("one", new byte[3], ZipEntry.STORED, "two", new byte[3], ZipEntry.STORED);
        byte[] name = "one".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, find(bytes, ENTRY) + 46 + 3 + 46, 3);
        refusedAndGone(bytes, "holds two files named \"one\". Zip the model's folder again.");
    }

    @Test
    void aZipWithAPasswordOrAnotherMethodIsRefused() throws IOException {
        byte[] locked = zip("file", new byte[3], ZipEntry.STORED);
        locked[find(locked, ENTRY) + 8] |= 1;
        refusedAndGone(locked, "is locked with a password. Unpack it with a program that asks for it");
        byte[] other = zip("file", new byte[3], ZipEntry.STORED);
        buffer(other).putShort(find(other, ENTRY) + 10, (short) 93);
        refusedAndGone(other, "holds \"file\" packed by method 93 but Stencil reads Deflate.");
    }

    @Test
    void aZipThatIsCutAnywhereIsRefusedInASentence() throws IOException {
        Path model = SavedModels.small(folder.resolve("model"));
        byte[] whole = Files.readAllBytes(Packages.zip(model, folder.resolve("model.zip")));
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
            Path cut = Files.write(folder.resolve("cut" + length + ".zip"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Model.open(cut)).isInstanceOf(StencilException.class);
        }
        assertThat(Model.open(folder.resolve("model.zip")).properties()).containsEntry("Output channels", "2");
    }

    private void refusedAndGone(byte[] zip, String sentence) throws IOException {
        Path file = Files.write(folder.resolve("harm.zip"), zip);
        refuses(() -> Model.open(file), sentence);
        refuses(() -> ModelInstaller.install(file, "harm", Progress.NONE), sentence);
        assertThat(folder.resolve("library")).isEmptyDirectory();
        try (Stream<Path> left = Files.list(folder.resolve("temporary"))) {
            assertThat(left).isEmpty();
        }
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String sentence) {
        assertThatThrownBy(work).isInstanceOf(StencilException.class).hasMessageContaining(sentence);
    }

    /** Zips files given as name, content and method. */
    private static byte[] zip(Object... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 3) {
                ZipEntry entry = new ZipEntry((String) files[i]);
                byte[] content = (byte[]) files[i + 1];
                entry.setMethod((int) files[i + 2]);
                if (entry.getMethod() == ZipEntry.STORED) {
                    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
                    sum.update(content);
                    entry.setSize(content.length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }

    /** Returns a zip of one file with more names for it: k00000, k00001 and so on. */
    private static byte[] repeated(byte[] zip, int files) throws IOException {
        int directory = find(zip, ENTRY);
        int end = find(zip, END);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(zip, 0, directory);
        for (int i = 0; i < files; i++) {
            byte[] entry = Arrays.copyOfRange(zip, directory, end);
            System.arraycopy("k%05d".formatted(i).getBytes(StandardCharsets.US_ASCII), 0, entry, 46, 6);
            bytes.write(entry);
        }
        byte[] last = Arrays.copyOfRange(zip, end, zip.length);
        buffer(last).putShort(8, (short) files).putShort(10, (short) files).putInt(12, files * (end - directory));
        bytes.write(last);
        return bytes.toByteArray();
    }

    private static byte[] behind(String text, byte[] zip) {
        return Packages.behind(text, zip);
    }

    private static int find(byte[] zip, int magic) {
        for (int at = 0; at + 4 <= zip.length; at++) {
            if (buffer(zip).getInt(at) == magic) {
                return at;
            }
        }
        throw new AssertionError("not a zip");
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

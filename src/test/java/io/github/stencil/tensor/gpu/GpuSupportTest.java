// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPU support from a registry of our own, with small jars in place of the large ones. */
class GpuSupportTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path folder;

    private final List<String> ranges = new ArrayList<>();
    private final byte[] library = noise();
    private byte[] jar = new byte[0];
    private int breakAt = Integer.MAX_VALUE;
    private boolean knowsRanges = true;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        jar = jar("deep/in/it/libone.so", "deep/in/it/libother.so", "../../libthree.so.1");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/maven/group/name.jar", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theLibrariesThatAreWantedLieInPlaceAndNothingElseIsLeft() throws IOException {
        Map<String, String> report = install(support(sha256(jar)));
        Path place = Path.of(report.get("Folder"));
        assertThat(place).hasParent(home());
        assertThat(place.resolve("libone.so")).hasBinaryContent(library);
        assertThat(names(place)).containsExactlyInAnyOrder("libone.so", "libthree.so.1");
        assertThat(names(home())).containsExactlyInAnyOrder("lock", String.valueOf(place.getFileName()));
        assertThat(support(sha256(jar)).installed()).contains(place);
        assertThat(ranges).containsExactly("");
    }

    @Test
    void aSecondInstallationDownloadsNothing() throws IOException {
        install(support(sha256(jar)));
        assertThat(install(support(sha256(jar)))).containsEntry("GPU support", "was there already");
        assertThat(ranges).hasSize(1);
    }

    @Test
    void whatBrokeOffGoesOnWhereItEnded() throws IOException {
        breakAt = SIZE / 3;
        assertThatThrownBy(() -> install(support(sha256(jar))))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("broke off at")
                .hasMessageContaining("goes on from there");
        assertThat(support(sha256(jar)).installed()).isEmpty();
        breakAt = Integer.MAX_VALUE;
        install(support(sha256(jar)));
        assertThat(ranges).hasSize(2);
        assertThat(ranges.get(1)).matches("bytes=[1-9]\\d+-");
    }

    @Test
    void aServerThatKnowsNoRangesStartsAnew() throws IOException {
        breakAt = SIZE / 3;
        assertThatThrownBy(() -> install(support(sha256(jar)))).isInstanceOf(StencilException.class);
        breakAt = Integer.MAX_VALUE;
        knowsRanges = false;
        assertThat(install(support(sha256(jar)))).containsKey("Folder");
    }

    @Test
    void aWrongChecksumLeavesNothing() throws IOException {
        assertThatThrownBy(() -> install(support("00")))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("has the SHA-256 " + sha256(jar) + " but must have 00");
        assertThat(names(home())).containsExactly("lock");
    }

    @Test
    void aMissingFileIsSaidWithItsAddress() {
        URI elsewhere = URI.create(address().toString().replace("maven", "other"));
        assertThatThrownBy(() -> install(new GpuSupport(home(), elsewhere, List.of(artifact(sha256(jar), 1)))))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("/other/group/name.jar answers with status 404");
    }

    @Test
    void tooLittleRoomIsSaidBeforeAnythingIsDownloaded() {
        long tooMuch = 1L << 60;
        GpuSupport large = new GpuSupport(home(), address(), List.of(artifact(sha256(jar), tooMuch)));
        assertThatThrownBy(() -> install(large))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("but GPU support needs");
        assertThat(ranges).isEmpty();
    }

    @Test
    void stoppingKeepsWhatHasCome() throws IOException {
        Progress stops = (done, total) -> {
            throw new CancelledException("Stopped.");
        };
        assertThatThrownBy(() -> support(sha256(jar)).install(stops, "Linux", "amd64"))
                .isInstanceOf(CancelledException.class);
        assertThat(support(sha256(jar)).installed()).isEmpty();
        assertThat(install(support(sha256(jar)))).containsKey("Folder");
    }

    @Test
    void otherPlatformsAreRefusedInOneSentence() {
        for (String[] machine :
                new String[][] {{"Windows 11", "amd64"}, {"Mac OS X", "aarch64"}, {"Linux", "aarch64"}}) {
            assertThatThrownBy(() -> support(sha256(jar)).install(Progress.NONE, machine[0], machine[1]))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("This machine runs " + machine[0] + " on " + machine[1]);
        }
        assertThat(ranges).isEmpty();
    }

    @Test
    void aJarWithoutALibraryIsRefused() throws IOException {
        jar = jar("libone.so");
        assertThatThrownBy(() -> install(support(sha256(jar))))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("does not hold libthree.so.1");
    }

    @Test
    void theAddressesAreThoseOfTheRegistry() {
        assertThat(GpuArtifact.TENSORFLOW.path())
                .isEqualTo("org/tensor"
                        + "flow/tensorflow-core-native/1.1.0/tensorflow-core-native-1.1.0-linux-x86_64-gpu.jar");
        assertThat(GpuArtifact.CUDA.path())
                .isEqualTo("org/bytedeco/cuda/12.6-9.5-1.5.11/cuda-12.6-9.5-1.5.11-linux-x86_64-redist.jar");
    }

    private Map<String, String> install(GpuSupport support) {
        return support.install(Progress.NONE, "Linux", "amd64");
    }

    private GpuSupport support(String sha256) {
        return new GpuSupport(home(), address(), List.of(artifact(sha256, SIZE)));
    }

    private GpuArtifact artifact(String sha256, long unpacked) {
        return new GpuArtifact(
                "The library", "group/name.jar", jar.length, sha256, List.of("libthree.so.1", "libone.so"), unpacked);
    }

    private Path home() {
        return folder.resolve("gpu");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/maven/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] body = Arrays.copyOfRange(jar, from, jar.length);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body, 0, Math.min(body.length, breakAt));
            out.flush();
        } finally {
            exchange.close();
        }
    }

    private byte[] jar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(library);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] noise() {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

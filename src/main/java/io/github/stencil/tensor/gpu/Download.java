// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import io.github.stencil.Digest;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A large file that is fetched over HTTP. What has come of it stays when the connection breaks or the user stops, and the
 * next run goes on from there; only a file with the right checksum is handed out.
 */
final class Download {
    private static final int LISTEN_MILLIS = 200;
    private static final int BUFFER = 1 << 16;

    private final URI from;
    private final GpuArtifact wanted;
    private final Duration patience;

    /** Creates a download that gives up when nothing has come for a while. */
    Download(URI from, GpuArtifact wanted, Duration patience) {
        this.from = from;
        this.wanted = wanted;
        this.patience = patience;
    }

    /**
     * Fetches what is missing and checks it all.
     *
     * @param file where the bytes go, and may lie in part
     * @throws StencilException if the server does not give the file, the connection breaks, or the checksum is wrong; in
     *     the last case nothing is kept
     * @throws io.github.stencil.CancelledException if the user stops it
     */
    void into(Path file, Progress progress) throws IOException {
        long there = Files.exists(file) ? Files.size(file) : 0;
        if (there > wanted.bytes()) {
            Files.delete(file);
            there = 0;
        }
        if (there < wanted.bytes()) {
            progress.say(String.format(Locale.ROOT, "Downloading %s (%,d MB).", wanted.title(), wanted.bytes() >> 20));
            fetch(file, there, progress);
        }
        progress.say("Checking %s.".formatted(wanted.title()));
        String found = sha256(file, progress);
        if (!found.equals(wanted.sha256())) {
            Files.delete(file);
            throw StencilException.of(
                    "%s has the SHA-256 %s but must have %s. Run the command again; if that does not help, ask who runs the registry.",
                    from, found, wanted.sha256());
        }
    }

    private void fetch(Path file, long there, Progress progress) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(patience);
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
        }
        CompletableFuture<HttpResponse<Path>> answer =
                client.sendAsync(request.build(), head -> switch (head.statusCode()) {
                    case 206 -> BodySubscribers.ofFile(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    case 200 ->
                        BodySubscribers.ofFile(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING);
                    default -> BodySubscribers.replacing(file);
                });
        try {
            int status = listen(answer, file, progress).statusCode();
            if (status != 200 && status != 206) {
                throw StencilException.of(
                        "%s answers with status %d. Look whether the registry's address is right.", from, status);
            }
        } finally {
            answer.cancel(true); // which does nothing once all has come
        }
        if (Files.size(file) < wanted.bytes()) {
            throw broken(file, "the server ended early", null);
        }
    }

    /** Waits for the end, and tells how far it is meanwhile. */
    private HttpResponse<Path> listen(CompletableFuture<HttpResponse<Path>> answer, Path file, Progress progress)
            throws IOException {
        long before = 0;
        long since = System.nanoTime();
        while (true) {
            try {
                return answer.get(LISTEN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = Files.exists(file) ? Files.size(file) : 0;
                progress.step(now, wanted.bytes());
                if (now != before) {
                    before = now;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience.toNanos()) {
                    throw broken(file, String.format(Locale.ROOT, "nothing came for %d s", patience.toSeconds()), e);
                }
            } catch (ExecutionException e) {
                throw broken(file, String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw broken(file, "it was interrupted", e);
            }
        }
    }

    private StencilException broken(Path file, String why, @Nullable Throwable cause) throws IOException {
        return StencilException.of(
                cause,
                "The download of %s broke off at %,d of %,d MB (%s). Run the command again: it goes on from there.",
                from,
                (Files.exists(file) ? Files.size(file) : 0) >> 20,
                wanted.bytes() >> 20,
                why);
    }

    private String sha256(Path file, Progress progress) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Digest digest = new Digest();
            byte[] buffer = new byte[BUFFER];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.add(buffer, n);
                done += n;
                progress.step(done, wanted.bytes());
            }
            return digest.text();
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SHA-256, against the examples of FIPS 180-2, appendix B. */
class DigestTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    private Path folder;

    @Test
    void aTextIsItsBytesHoweverItIsParted() {
        Digest digest = new Digest();
        digest.add("a");
        digest.add("bcd".getBytes(StandardCharsets.UTF_8), 2);
        assertThat(digest.text()).isEqualTo(ABC);
        digest.add("abc"); // it has begun anew
        assertThat(digest.text()).isEqualTo(ABC);
    }

    @Test
    void aFileOfAMillionBytesIsCopiedOnTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a".repeat(1_000_000));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        Digest digest = new Digest();
        digest.copy(file, copy);
        assertThat(digest.text()).isEqualTo(MILLION).isEqualTo(Digest.of(file));
        assertThat(copy.toByteArray()).isEqualTo(Files.readAllBytes(file));
    }
}

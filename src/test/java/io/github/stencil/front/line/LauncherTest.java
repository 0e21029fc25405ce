// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a program in place of Java that tells what it was started with. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
    @TempDir
    private Path release;

    @Test
    void javaKnowsFilesByAllLettersWhereTheLocaleHasTheEnglishOnesOnly() throws Exception {
        assertThat(localeOfJava(Map.of())).isEqualTo("C.UTF-8");
        assertThat(localeOfJava(Map.of("LC_ALL", "C"))).isEqualTo("C.UTF-8");
        assertThat(localeOfJava(Map.of("LANG", "POSIX"))).isEqualTo("C.UTF-8");
        assertThat(localeOfJava(Map.of("LANG", "C.UTF-8"))).as("left as it is").isEmpty();
    }

    private String localeOfJava(Map<String, String> environment) throws Exception {
        Path bin = Files.createDirectories(release.resolve("bin"));
        Path launcher = bin.resolve("stencil");
        Files.deleteIfExists(launcher);
        Files.copy(Path.of("bin", "stencil"), launcher);
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf %s \"$LC_ALL\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder process = new ProcessBuilder("bash", launcher.toString(), "--version");
        process.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        process.environment().remove("JAVA_HOME");
        process.environment().putAll(environment);
        process.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        Process started = process.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(said).isZero();
        return said;
    }
}

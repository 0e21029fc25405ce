// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the released jar, and what is not. */
class ReleasedJarIT {
    private static final int JAVA_8 = 52;
    private static final String FRONT = "io/github/stencil/front/";

    /** Classes whose names native libraries call. */
    private static final List<String> NATIVE =
            List.of("org/tensorflow/internal/c_api/", "com/github/luben/zstd/", "com/scalableminds/bloscjava/");

    @Test
    void itsClassesBearNoNamesThatAnotherJarCouldBringButThoseOfNativeLibraries() throws IOException {
        assertThat(entries(entry -> entry.endsWith(".class")))
                .isNotEmpty()
                .allMatch(entry -> entry.startsWith("io/github/stencil/")
                        || NATIVE.stream().anyMatch(entry::startsWith));
    }

    @Test
    void noClassAsksForALibraryByTheNameItHadBefore() throws IOException {
        try (JarFile jar = jar()) {
            for (String entry : entries(entry -> entry.endsWith(".class"))) {
                String bytes =
                        new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(bytes)
                        .as(entry)
                        .doesNotContain("Lcom/google/protobuf/", "Lpicocli/", "Lorg/snakeyaml/")
                        .doesNotContainPattern("Lorg/tensorflow/(?!internal/c_api/)");
            }
        }
    }

    @Test
    void whatTheMenuCallsIsCompiledForJava8() throws IOException {
        List<String> called = entries(
                entry -> entry.matches(
                        FRONT
                                + "(terminal/Printable|menu/(Bridge|LoadedStencil|LoadedStencilMBean|Notice|Requirements|\\w+Entry))(\\$.*)?\\.class"));
        assertThat(called).hasSizeGreaterThanOrEqualTo(6 + 16);
        for (String entry : called) {
            assertThat(classVersion(entry)).as(entry).isEqualTo(JAVA_8);
        }
        assertThat(classVersion(FRONT + "dialog/MenuCommand.class")).isGreaterThan(JAVA_8);
    }

    /** By the constants of its class file: on Java 8 anything else would be an error before the sentence. */
    @Test
    void theBridgeNamesNoOtherClassOfStencil() throws IOException {
        try (JarFile jar = jar()) {
            for (String entry : entries(entry -> entry.startsWith(FRONT) && entry.endsWith(".class"))) {
                if (classVersion(entry) == JAVA_8) {
                    String bytes = new String(
                            jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(bytes.replaceAll(
                                    FRONT
                                            + "(terminal/Printable|menu/(Bridge|LoadedStencil|LoadedStencilMBean|Notice|Requirements|package-info|\\w+Entry))",
                                    ""))
                            .as(entry)
                            .doesNotContain("io/github/stencil/");
                }
            }
        }
    }

    @Test
    void theMenuTheCommandsAndTheVersionAreThere() throws IOException {
        assertThat(entries(entry -> true)).contains("plugins.config", "META-INF/json/org.scijava.plugin.Plugin");
        try (JarFile jar = jar()) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isNotBlank();
        }
        assertThat(Path.of(jar().getName()).getFileName().toString()).contains("_");
    }

    @Test
    void whatIsCarriedIsInTheListOfLicences() throws IOException {
        String list = Files.readString(ChildJava.release().resolve("licenses/stencil/THIRD-PARTY.md"));
        List<Path> jars = new ArrayList<>(ChildJava.jars("jars"));
        jars.addAll(ChildJava.jars("bin/lib"));
        jars.forEach(
                jar -> assertThat(list).contains(jar.getFileName().toString().replaceFirst("-(\\d.*)\\.jar", " $1")));
        for (String shaded : entries(entry -> entry.matches("io/github/stencil/shaded/[^/]+/"))) {
            assertThat(list).contains("`" + shaded.replaceAll("/$", "").replace('/', '.') + "`");
        }
    }

    private static int classVersion(String entry) throws IOException {
        try (JarFile jar = jar();
                DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(entry)))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }

    private static List<String> entries(Predicate<String> wanted) throws IOException {
        try (JarFile jar = jar()) {
            return jar.stream().map(JarEntry::getName).filter(wanted).toList();
        }
    }

    private static JarFile jar() throws IOException {
        List<Path> jars = ChildJava.jars("plugins");
        assertThat(jars).hasSize(1);
        return new JarFile(jars.get(0).toFile());
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import ij.ImagePlus;
import io.github.stencil.FileTrouble;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.imglib2.RandomAccessibleInterval;
import org.bytedeco.javacpp.Loader;
import org.snakeyaml.engine.v2.api.Load;
import org.tensorflow.Graph;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.ndarray.Shape;

/**
 * What another Java needs to run a model as this one does: the folders and jars that our classes, our libraries' and their
 * native libraries were loaded from, whichever class loader did it.
 */
final class ClassPath {
    private static final List<Class<?>> PARTS = List.of(
            ClassPath.class,
            ImagePlus.class,
            RandomAccessibleInterval.class,
            Load.class,
            Graph.class,
            Shape.class,
            TF_Graph.class,
            com.google.protobuf.Message.class,
            Loader.class);

    private ClassPath() {}

    /**
     * Returns a class path for a program of ours.
     *
     * @param program the class with its {@code main}
     */
    static String of(Class<?> program) {
        Set<String> places = new LinkedHashSet<>();
        add(places, program);
        PARTS.forEach(part -> add(places, part));
        ClassLoader loader = ClassPath.class.getClassLoader();
        String platform = Loader.getPlatform();
        for (String kind : List.of(platform + "-gpu", platform)) {
            add(places, loader, "org/tensorflow/internal/c_api/" + kind + "/" + library("jnitensorflow"));
        }
        add(places, loader, "org/bytedeco/javacpp/" + platform + "/" + library("jnijavacpp"));
        return String.join(File.pathSeparator, places);
    }

    private static String library(String name) {
        return System.mapLibraryName(name);
    }

    /** Adds where a class lies, which is not always where it says: Fiji changes ImageJ's classes as they load. */
    private static void add(Set<String> places, Class<?> part) {
        add(places, part.getClassLoader(), part.getName().replace('.', '/') + ".class");
    }

    /** Adds the jar or the folder that holds a resource, if there is one. */
    private static void add(Set<String> places, ClassLoader loader, String resource) {
        URL url = loader.getResource(resource);
        if (url == null) {
            return;
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                places.add(path(jar.getJarFileURL()));
            } else {
                String file = path(url);
                places.add(file.substring(0, file.length() - resource.length()));
            }
        } catch (IOException e) {
            throw FileTrouble.reading(url, e);
        }
    }

    private static String path(URL place) {
        try {
            return Path.of(place.toURI()).toString();
        } catch (URISyntaxException e) {
            return Path.of(URI.create(place.toString().replace(" ", "%20"))).toString(); // some loaders leave it
        }
    }
}

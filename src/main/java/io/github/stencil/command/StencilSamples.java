// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import io.github.stencil.FileTrouble;
import io.github.stencil.Progress;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.image.file.ImageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens the sample images, which lie in Stencil's jar. */
@Plugin(
        type = Command.class,
        name = "samples",
        menuPath = "Plugins>Stencil>Stencil Samples",
        description = "Opens the sample images, drawn for trying Stencil, and what is true of one of them.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class StencilSamples extends StencilCommand {
    @Parameter(label = "Classes", type = ItemIO.OUTPUT)
    ImagePlus classes;

    @Parameter(label = "Objects", type = ItemIO.OUTPUT)
    ImagePlus objects;

    @Parameter(label = "Three channels", type = ItemIO.OUTPUT)
    ImagePlus channels;

    @Parameter(label = "Frames", type = ItemIO.OUTPUT)
    ImagePlus frames;

    @Parameter(label = "Deep", type = ItemIO.OUTPUT)
    ImagePlus deep;

    @Parameter(label = "Plain", type = ItemIO.OUTPUT)
    ImagePlus plain;

    @Override
    protected void execute(Progress progress) {
        classes = sample("truth/nuclei-8bit.tif", "nuclei-8bit-classes.tif");
        objects = sample("instances/nuclei-8bit.tif", "nuclei-8bit-objects.tif");
        classes.setDisplayRange(0, classes.getStatistics().max); // a few labels would all look black
        objects.setDisplayRange(0, objects.getStatistics().max);
        channels = sample("three-channels/images/cells.tif", "cells.tif");
        frames = sample("images/time-lapse.tif", "time-lapse.tif");
        deep = sample("images/nuclei-16bit.tif", "nuclei-16bit.tif");
        plain = sample("images/nuclei-8bit.tif", "nuclei-8bit.tif"); // the last is the active one
    }

    private static ImagePlus sample(String resource, String title) {
        try (TemporaryFolder folder = TemporaryFolder.create("sample");
                InputStream bytes = StencilSamples.class.getResourceAsStream("samples/" + resource)) {
            if (bytes == null) {
                throw new IllegalStateException("no " + resource + " in samples beside " + StencilSamples.class);
            }
            Path file = folder.path().resolve(title);
            Files.copy(bytes, file);
            ImagePlus image = ImageFiles.read(file);
            image.setTitle(title);
            image.setFileInfo(null); // the file is gone
            return image;
        } catch (IOException e) {
            throw FileTrouble.reading(resource, e);
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageSink;
import java.awt.EventQueue;
import java.io.File;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A command that does what a test asks of it; in no menu and in no index. */
@Plugin(type = Command.class, name = "probe", menuPath = "Plugins>Stencil>Probe...", description = "For tests.")
public class Probe extends StencilCommand {
    /** What to do. */
    public enum Act {
        STREAM,
        HALF,
        CANCEL,
        BREAK,
        WAIT,
        LOOP,
        THREAD,
        COLOUR,
        FLOAT,
        TABLE,
        GATHER,
        NOTHING
    }

    @Parameter(label = "Image", persist = false, description = "Any image")
    private ImagePlus image;

    @Parameter(label = "Output", persist = false, required = false, description = "What to make")
    private Act output = Act.STREAM;

    @Parameter(label = "Breaks", persist = false, required = false, description = "Widths that fail")
    private int breaks = 0;

    @Parameter(label = "Model", persist = false, required = false, style = "both", description = "A model")
    private File model;

    @Parameter(label = "Result", type = ItemIO.OUTPUT, required = false)
    ImagePlus result;

    @Parameter(label = "Probe Sizes", type = ItemIO.OUTPUT, required = false)
    ResultsTable sizes;

    private int seen;

    @Override
    protected void execute(Progress progress) {
        progress.say("Probing.");
        progress.step(0, 1);
        if (image.getWidth() == breaks) {
            throw StencilException.of("The image is %d wide. Give another.", breaks);
        }
        seen++;
        AxisImage pixels = AxisImage.of(image);
        switch (output) {
            case STREAM, HALF, WAIT, CANCEL, BREAK -> result = stream(pixels);
            case COLOUR ->
                result = new ImagePlus("colour", new ColorProcessor(2, 1, new int[] {0xff010203, 0xff040506}));
            case FLOAT -> result = new ImagePlus("float", new FloatProcessor(2, 1, new float[] {0.5f, 1}));
            case TABLE, GATHER -> sizes = table();
            case LOOP -> loop(progress);
            case THREAD ->
                result = new ImagePlus("event thread: " + EventQueue.isDispatchThread(), new FloatProcessor(1, 1));
            case NOTHING -> {}
        }
        progress.step(1, 1);
    }

    @Override
    public boolean continueAfter(StencilCommand earlier) {
        if (output != Act.GATHER) {
            return false;
        }
        seen += ((Probe) earlier).seen;
        sizes = table();
        return true;
    }

    private ImagePlus stream(AxisImage pixels) {
        try (ImageSink sink = results().create(pixels.description().derived("probe"))) {
            sink.write(pixels.extent().interval(), pixels.copy(pixels.extent().interval()));
            if (output == Act.CANCEL) {
                throw new CancelledException("Stopped.");
            }
            if (output == Act.BREAK) {
                throw new IllegalArgumentException("a bug");
            }
            if (output == Act.WAIT) {
                waitForever();
            }
            if (output == Act.HALF) {
                results()
                        .create(pixels.description())
                        .write(
                                pixels.extent().interval(),
                                pixels.copy(pixels.extent().interval()));
                throw new StencilException("Half of it went wrong. Try again.");
            }
            return sink.finish().imagePlus();
        }
    }

    private static void loop(Progress progress) {
        for (int i = 0; i < 3000; i++) {
            IJ.wait(10);
            progress.step(i, 3000);
        }
    }

    private static void waitForever() {
        System.err.println("waiting");
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ResultsTable table() {
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addValue("Width", image.getWidth());
        table.addValue("Third", 1 / 3.0);
        table.addValue("Name", "a \"b\", c");
        table.addValue("Undefined", Double.NaN);
        table.addValue("Seen", seen);
        return table;
    }
}

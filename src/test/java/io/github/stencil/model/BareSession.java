// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import ij.ImagePlus;
import java.nio.file.Path;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** TensorFlow's own way to load and run a model, to compare ours with. */
public final class BareSession implements AutoCloseable {
    private final SavedModelBundle bundle;
    private final String input;
    private final String output;

    public BareSession(Path folder, String input, String output) {
        bundle = SavedModelBundle.load(folder.toString(), "serve");
        this.input = input;
        this.output = output;
    }

    /** Runs the network once on one image. */
    public float[] run(float[] image, long... shape) {
        try (TFloat32 tensor = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(image));
                Result result = bundle.session()
                        .runner()
                        .feed(input, tensor)
                        .fetch(output)
                        .run()) {
            TFloat32 out = (TFloat32) result.get(0);
            float[] values = new float[(int) out.size()];
            out.asRawTensor().data().asFloats().read(values);
            return values;
        }
    }

    /** Runs the network [N, Y, X, C] once on an image, mirrored at the bottom and right up to multiples of a step. */
    float[][] whole(ImagePlus image, int step, int outputs) {
        int width = image.getWidth();
        int height = image.getHeight();
        return window(
                image,
                0,
                0,
                (height + step - 1) / step * step,
                (width + step - 1) / step * step,
                outputs,
                0,
                0,
                height,
                width);
    }

    /** Runs the network once on a window of an image and returns a part of the output, a plane per channel. */
    float[][] window(
            ImagePlus image, int top, int left, int h, int w, int outputs, int y0, int x0, int height, int width) {
        int channels = image.getNChannels();
        float[] pixels = new float[w * h * channels];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[(y * w + x) * channels + c] = image.getStack()
                            .getProcessor(c + 1)
                            .getf(reflect(left + x, image.getWidth()), reflect(top + y, image.getHeight()));
                }
            }
        }
        float[] out = run(pixels, 1, h, w, channels);
        float[][] planes = new float[outputs][width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < outputs; c++) {
                    planes[c][y * width + x] = out[((y0 + y) * w + x0 + x) * outputs + c];
                }
            }
        }
        return planes;
    }

    private static int reflect(int position, int length) {
        int p = position;
        while (length > 1 && (p < 0 || p >= length)) {
            p = p < 0 ? -p : 2 * (length - 1) - p;
        }
        return length == 1 ? 0 : p;
    }

    @Override
    public void close() {
        bundle.close();
    }
}

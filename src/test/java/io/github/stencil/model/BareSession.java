package io.github.stencil.model;

import java.nio.file.Path;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** TensorFlow's own way to load and run a model, to compare ours with. */
final class BareSession implements AutoCloseable {
    private final SavedModelBundle bundle;
    private final String input;
    private final String output;

    BareSession(Path folder, String input, String output) {
        bundle = SavedModelBundle.load(folder.toString(), "serve");
        this.input = input;
        this.output = output;
    }

    /** Runs the network once on one image. */
    float[] run(float[] image, long... shape) {
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

    @Override
    public void close() {
        bundle.close();
    }
}

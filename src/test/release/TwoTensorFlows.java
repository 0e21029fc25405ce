import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionSettings;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;

/**
 * Computes with TensorFlow 1 and with Stencil in turn, in one Java, and says what came out. Java compiles it as it starts
 * it: on the tests' class path, org.tensorflow is TensorFlow 2.
 */
public class TwoTensorFlows {

    /** Takes a model's folder, an image file, and the order: words {@code one} and {@code stencil}. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        for (String resource : new String[] {"org/bytedeco/javacpp/Loader", "com/google/protobuf/Message"}) {
            URL found = TwoTensorFlows.class.getClassLoader().getResource(resource + ".class");
            System.out.println("SEEN " + resource + " = " + found);
        }
        for (int i = 2; i < args.length; i++) {
            if (args[i].equals("one")) {
                System.out.println("SEEN " + i + " = TensorFlow " + TensorFlow.version() + " " + twice(20.5f + i));
            } else {
                System.out.println("SEEN " + i + " = Stencil " + nuclei(args[0], args[1]));
            }
        }
    }

    private static float twice(float value) {
        try (Graph graph = new Graph();
                Tensor<Float> tensor = Tensor.create(value, Float.class)) {
            Output<Float> constant = graph.opBuilder("Const", "value")
                    .setAttr("dtype", tensor.dataType())
                    .setAttr("value", tensor)
                    .build()
                    .output(0);
            graph.opBuilder("Add", "sum").addInput(constant).addInput(constant).build();
            try (Session session = new Session(graph);
                    Tensor<?> sum = session.runner().fetch("sum").run().get(0)) {
                return sum.floatValue();
            }
        }
    }

    /** Returns how many pixels of the image are in each of three classes. */
    private static String nuclei(String model, String image) {
        AxisImage labels = Model.open(Path.of(model))
                .predict(
                        AxisImage.of(ij.IJ.openImage(image)),
                        PredictionSettings.USUAL,
                        ImageStore.memory(),
                        Progress.NONE);
        ImageProcessor pixels = labels.imagePlus().getProcessor();
        int[] counts = pixels instanceof ByteProcessor bytes ? bytes.getHistogram() : pixels.getHistogram(256);
        return String.format(Locale.ROOT, "%d %d %d", counts[0], counts[1], counts[2]);
    }
}

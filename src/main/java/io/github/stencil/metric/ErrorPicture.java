package io.github.stencil.metric;

import ij.process.LUT;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tile.Bands;
import java.util.List;
import java.util.function.IntPredicate;
import net.imglib2.Interval;

/**
 * Draws where a prediction is right and how it is wrong, in colours that also colour-blind people tell apart (Okabe and
 * Ito 2008). Foreground is any class but 0.
 */
public enum ErrorPicture {
    /** Class 0 in both maps: black. */
    BACKGROUND(0, 0x000000),
    /** The same class of foreground in both maps: bluish green. */
    TRUE_POSITIVE(1, 0x009e73),
    /** Foreground in the prediction only: vermilion. */
    FALSE_POSITIVE(2, 0xd55e00),
    /** Foreground in the truth only: sky blue. */
    FALSE_NEGATIVE(3, 0x56b4e9),
    /** Foreground in both maps, of different classes: yellow. */
    WRONG_CLASS(4, 0xf0e442),
    /** A pixel that was not scored: grey. */
    IGNORED(5, 0x7f7f7f);

    private static final int BAND_PIXELS = 1 << 20;

    private final int value;
    private final int rgb;

    ErrorPicture(int value, int rgb) {
        this.value = value;
        this.rgb = rgb;
    }

    /** Returns what a pixel of this kind is in the picture, 0 to 5. */
    public int value() {
        return value;
    }

    /** Returns the colour, red in the highest of three bytes. */
    public int rgb() {
        return rgb;
    }

    /**
     * Draws two label maps.
     *
     * @param truth a label map as {@link Scores} takes it
     * @param prediction as large as {@code truth}
     * @param ignored labels of the truth whose pixels are left out
     * @param store where the picture grows
     * @param progress hears each band
     * @return 8-bit with a colour table, values as above, titled STEM-overlay; written band by band
     * @throws StencilException as {@link Scores} does
     */
    public static AxisImage of(
            AxisImage truth, AxisImage prediction, IntPredicate ignored, ImageStore store, Progress progress) {
        LabelMaps maps = new LabelMaps(truth, prediction);
        List<Interval> bands = Bands.of(maps.extent().interval(), BAND_PIXELS);
        int most = Math.toIntExact(
                bands.get(0).dimension(0) * bands.get(0).dimension(1)); // the last band of a plane may be lower
        LabelMaps.Reader reader = new LabelMaps.Reader(maps, most);
        byte[] picture = new byte[most];
        try (ImageSink sink = store.create(describe(truth.description(), table()))) {
            for (int band = 0; band < bands.size(); band++) {
                int length = reader.read(bands.get(band));
                int[] t = reader.truth(bands.get(band), length);
                int[] p = reader.prediction(bands.get(band), length);
                for (int i = 0; i < length; i++) {
                    picture[i] = (byte) of(t[i], p[i], ignored).value;
                }
                sink.write(bands.get(band), picture);
                progress.step(band + 1, bands.size());
            }
            return sink.finish();
        }
    }

    static ErrorPicture of(int truth, int prediction, IntPredicate ignored) {
        if (ignored.test(truth)) {
            return IGNORED;
        }
        if (truth == prediction) {
            return truth == 0 ? BACKGROUND : TRUE_POSITIVE;
        }
        return truth == 0 ? FALSE_POSITIVE : prediction == 0 ? FALSE_NEGATIVE : WRONG_CLASS;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (ErrorPicture part : values()) {
            table[part.value] = part.rgb;
        }
        return table;
    }

    /** Describes a picture of a label map, whose values are places in a table of 256 colours. */
    static Description describe(Description truth, int... colours) {
        byte[][] table = new byte[3][256];
        for (int value = 0; value < 256; value++) {
            for (int colour = 0; colour < 3; colour++) {
                table[colour][value] = (byte) (colours[value] >> (16 - 8 * colour));
            }
        }
        LUT lut = new LUT(table[0], table[1], table[2]);
        lut.min = 0;
        lut.max = 255;
        Description result = Description.of(truth.title(), PixelType.UINT8, truth.extent());
        var calibration = truth.calibration().copy();
        calibration.disableDensityCalibration();
        return new Description(
                        result.title(),
                        result.type(),
                        result.extent(),
                        false,
                        calibration,
                        truth.planeLabels(),
                        List.of(lut),
                        0,
                        true)
                .derived("overlay");
    }
}

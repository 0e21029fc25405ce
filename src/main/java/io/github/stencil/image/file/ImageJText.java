// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.CompositeImage;
import ij.ImageJ;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Signed;
import java.util.Properties;

/**
 * The text that ImageJ keeps in a TIFF file's description: a line each for its version, axes, units, value calibration and
 * display range. Values that are the usual ones have no line.
 */
final class ImageJText {
    private ImageJText() {}

    /** Writes an image's description. */
    static String write(Description image) {
        Extent extent = image.extent();
        Calibration calibration = image.calibration();
        StringBuilder text = new StringBuilder("ImageJ=" + ImageJ.VERSION + "\n");
        if (extent.planes() > 1) {
            text.append("images=").append(extent.planes()).append('\n');
            line(text, "channels", extent.channels(), 1);
            line(text, "slices", extent.slices(), 1);
            line(text, "frames", extent.frames(), 1);
            text.append("hyperstack=true\n");
        }
        if (extent.channels() > 1) { // without a mode ImageJ would colour channels that were not
            text.append("mode=").append(mode(image.composite())).append('\n');
        }
        if (calibration.scaled()) {
            text.append("unit=").append(ascii(calibration.getUnit())).append('\n');
            other(text, "yunit", calibration.getYUnit(), calibration.getUnit());
            other(text, "zunit", calibration.getZUnit(), calibration.getUnit());
            line(text, "spacing", calibration.pixelDepth, 1);
        }
        line(text, "xorigin", calibration.xOrigin, 0);
        line(text, "yorigin", calibration.yOrigin, 0);
        line(text, "zorigin", calibration.zOrigin, 0);
        if (calibration.getInvertY()) {
            text.append("inverty=true\n");
        }
        if (calibration.frameInterval != 0) {
            line(text, "finterval", calibration.frameInterval, 0);
            text.append("tunit=").append(ascii(calibration.getTimeUnit())).append('\n');
        }
        if (calibration.calibrated() && calibration.getCoefficients() != null) {
            text.append("cf=").append(calibration.getFunction()).append('\n');
            double[] coefficients = calibration.getCoefficients();
            for (int i = 0; i < coefficients.length; i++) {
                text.append('c').append(i).append('=').append(coefficients[i]).append('\n');
            }
            text.append("vunit=").append(ascii(calibration.getValueUnit())).append('\n');
        }
        text.append("loop=false\n");
        if (!image.luts().isEmpty() && image.luts().get(0).max > image.luts().get(0).min) {
            LUT shown = Signed.shown(image.luts(), image.type()).get(0);
            text.append("min=").append(shown.min).append('\n');
            text.append("max=").append(shown.max).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, double value, double usual) {
        if (value != usual) {
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
            text.append(key)
                    .append('=')
                    .append(whole ? String.valueOf((long) value) : String.valueOf(value))
                    .append('\n');
        }
    }

    private static void other(StringBuilder text, String key, String unit, String usual) {
        if (!unit.equals(usual)) {
            text.append(key).append('=').append(ascii(unit)).append('\n');
        }
    }

    private static String mode(int composite) {
        return switch (composite) {
            case CompositeImage.COMPOSITE -> "composite";
            case CompositeImage.COLOR -> "color";
            default -> "grayscale";
        };
    }

    private static String ascii(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            escaped.append(letter < 128 ? String.valueOf(letter) : "\\u%04X".formatted((int) letter));
        }
        return escaped.toString();
    }

    /** Returns a whole number of the description. */
    static int number(Properties properties, String key, int otherwise) {
        return (int) decimal(properties, key, otherwise);
    }

    /** Returns a number of the description. */
    static double decimal(Properties properties, String key, double otherwise) {
        try {
            return Double.parseDouble(properties.getProperty(key, String.valueOf(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise; // other programs write other things there
        }
    }

    /** Returns ImageJ's display mode for channels that the description asks for; 0 for none. */
    static int mode(Properties properties) {
        return switch (properties.getProperty("mode", "")) {
            case "composite" -> CompositeImage.COMPOSITE;
            case "color" -> CompositeImage.COLOR;
            case "grayscale" -> CompositeImage.GRAYSCALE;
            default -> 0;
        };
    }
}

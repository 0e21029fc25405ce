// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;

/** What a mask does, as a plain loop over numbers. */
final class PlainMask {
    private PlainMask() {}

    static double[] apply(AxisImage image, AxisImage mask, MaskRule rule) {
        double[] pixels = Noise.values(image);
        double[] weights = Noise.values(Noise.repeated(mask, image.extent()));
        PixelType out = rule.type().of(image.type());
        double divisor = rule.divisor() != 0 ? rule.divisor() : mask.type() == PixelType.UINT8 ? 255 : 1;
        double[] result = new double[pixels.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (rule.mode()) {
                case KEEP_INSIDE -> rule.include().takes(weights[i]) ? pixels[i] : rule.fill();
                case KEEP_OUTSIDE -> rule.include().takes(weights[i]) ? rule.fill() : pixels[i];
                case WEIGHT -> weighted(pixels[i], weights[i], (float) divisor, out);
            };
        }
        return result;
    }

    private static double weighted(double pixel, double weight, float divisor, PixelType out) {
        if (!out.isInteger()) {
            return (float) pixel * ((float) weight / divisor);
        }
        return Math.max(out.leastValue(), Math.min(out.fullValue(), Math.floor(pixel * weight / divisor + 0.5)));
    }
}

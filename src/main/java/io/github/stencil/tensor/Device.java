// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.StencilException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What computes tensors.
 *
 * @param kind what kind of device
 * @param index which GPU, from 0; 0 for the other kinds
 */
public record Device(Kind kind, int index) {
    /** A GPU where TensorFlow finds one, else the CPU. */
    public static final Device AUTOMATIC = new Device(Kind.AUTOMATIC, 0);
    /** The CPU, GPU or not. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern GPU = Pattern.compile("gpu[ :]?(\\d{1,3})?");

    /** The kinds of device. */
    public enum Kind {
        /** Whatever is best. */
        AUTOMATIC,
        /** The processor. */
        CPU,
        /** A graphics processor. */
        GPU
    }

    /**
     * Reads a device's name: {@code Automatic}, {@code CPU} or {@code GPU 0}, in any case.
     *
     * @throws StencilException if the text is none of these
     */
    public static Device of(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        Matcher gpu = GPU.matcher(name);
        if (name.equals("automatic")) {
            return AUTOMATIC;
        }
        if (name.equals("cpu")) {
            return CPU;
        }
        if (gpu.matches()) {
            return new Device(Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        throw StencilException.of(
                "\"%s\" is not a device. Give Automatic, CPU, or GPU and its number, such as GPU 0.", text);
    }

    /** Returns the name that {@link #of} reads. */
    @Override
    public String toString() {
        return switch (kind) {
            case AUTOMATIC -> "Automatic";
            case CPU -> "CPU";
            case GPU -> "GPU " + index;
        };
    }
}

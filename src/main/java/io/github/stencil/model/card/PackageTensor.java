// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An input or output in the description of a package.
 *
 * @param tensor what is said of it
 * @param named whether its axes have names, as from format 0.5 on, rather than letters
 * @param number its place among the others, from 0
 */
record PackageTensor(Fields tensor, boolean named, int number) {

    /** Returns whether the model runs without it. */
    boolean optional() {
        return tensor.text("optional").orElse("").equals("true");
    }

    /** Returns whether it has rows and columns. */
    boolean image() {
        String letters = letters();
        return letters.indexOf('y') >= 0 && letters.indexOf('x') >= 0;
    }

    List<Fields> steps(String key) {
        return tensor.list(key);
    }

    /** Returns where an example lies, as from format 0.5 on. */
    Optional<Fields> test() {
        return tensor.fields("test_tensor");
    }

    String name() {
        return tensor.text(named ? "id" : "name").orElse("?");
    }

    /** Returns its axes, a letter each. */
    String axes() {
        String axes = letters();
        if (axes.indexOf('t') >= 0 || axes.indexOf('i') >= 0) {
            throw StencilException.of(
                    "%s describes a model along time or an index (axes %s), which Stencil does not take. Choose a model of planes or volumes.",
                    tensor.file(), axes);
        }
        return axes;
    }

    private String letters() {
        StringBuilder letters = new StringBuilder();
        if (named) {
            for (Fields axis : tensor.list("axes")) {
                letters.append(letter(axis));
            }
        } else {
            letters.append(
                    tensor.texts("axes").isEmpty()
                            ? tensor.text("axes").orElse("")
                            : String.join("", tensor.texts("axes")));
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    private static char letter(Fields axis) {
        String type = axis.text("type").orElse("");
        String id = axis.text("id").orElse(type);
        return switch (type) {
            case "batch" -> 'b';
            case "channel" -> 'c';
            case "time" -> 't';
            case "index" -> 'i';
            case "space" -> {
                if (!id.equals("x") && !id.equals("y") && !id.equals("z")) {
                    throw axis.wrong("id", id, "x, y or z");
                }
                yield id.charAt(0);
            }
            default -> throw axis.wrong("type", type, "one of batch, channel, space, time, index");
        };
    }

    /** Returns which sizes it may have along an axis. */
    SizeRule size(char axis) {
        return new SizeReader(named).of(tensor, axes(), axis);
    }

    /** Returns how many channels it has, 0 if that is not said. */
    int channels() {
        List<String> names = classes();
        return names.isEmpty() ? size('c').fixed() : names.size();
    }

    /** Returns how far a tile's edge is not to be trusted, -1 if nobody says. */
    int halo(char axis) {
        String axes = axes();
        int index = axes.indexOf(axis);
        if (index < 0) {
            return -1;
        }
        if (named) {
            return tensor.list("axes").get(index).whole("halo", -1);
        }
        List<Double> halo = tensor.numbers("halo");
        return halo.size() == axes.length() ? halo.get(index).intValue() : -1;
    }

    List<String> classes() {
        if (!named) {
            return List.of();
        }
        return tensor.list("axes").stream()
                .filter(axis -> axis.text("type").orElse("").equals("channel"))
                .findFirst()
                .map(axis -> axis.texts("channel_names"))
                .orElse(List.of());
    }
}

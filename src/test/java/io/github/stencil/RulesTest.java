// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.RefineRule;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.metric.Comparison;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules: each part can be changed by itself. */
class RulesTest {
    static List<Record> rules() {
        return List.of(
                RefineRule.USUAL, EncodeRule.USUAL, DecodeRule.USUAL, MaskRule.USUAL, Comparison.of(map(), map()));
    }

    private static AxisImage map() {
        return AxisImage.of(ArrayImgs.unsignedBytes(3, 2), "XY");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPartHasAWithMethodThatChangesItAlone(Record rule) throws ReflectiveOperationException {
        RecordComponent[] parts = rule.getClass().getRecordComponents();
        for (RecordComponent changed : parts) {
            String name = changed.getName();
            Method with = rule.getClass()
                    .getMethod("with" + Character.toUpperCase(name.charAt(0)) + name.substring(1), changed.getType());
            Object other = other(changed.getAccessor().invoke(rule));
            Object result = with.invoke(rule, other);
            for (RecordComponent part : parts) {
                assertThat(part.getAccessor().invoke(result))
                        .as("%s after %s", part.getName(), with.getName())
                        .isEqualTo(part == changed ? other : part.getAccessor().invoke(rule));
            }
        }
    }

    /** Returns another value that the part can have. */
    private static Object other(Object value) {
        if (value instanceof Boolean is) {
            return !is;
        }
        if (value instanceof Double number) {
            return number + 0.25;
        }
        if (value instanceof Integer number) {
            return number + 3;
        }
        if (value instanceof String) {
            return "0,5,2";
        }
        if (value instanceof LabelSet) {
            return LabelSet.of("7-9");
        }
        if (value instanceof LabelList) {
            return LabelList.of("4,1");
        }
        if (value instanceof Foreground) {
            return Foreground.of("Otsu");
        }
        if (value instanceof AxisImage) {
            return map();
        }
        Object[] choices = value.getClass().getEnumConstants();
        return choices[(((Enum<?>) value).ordinal() + 1) % choices.length];
    }
}

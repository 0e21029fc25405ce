// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.onnx;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name as the file has it
 * @param type the number of its element type in {@code TensorProto.DataType} of ONNX's {@code onnx.proto}; 0 if it is no tensor
 * @param ranked whether the number of its dimensions is known
 * @param shape its sizes, -1 for any and for symbols; empty if their number is not known
 */
public record OnnxValue(String name, int type, boolean ranked, List<Long> shape) {
    /** Copies the sizes, so that nobody changes them later. */
    public OnnxValue {
        shape = List.copyOf(shape);
    }
}

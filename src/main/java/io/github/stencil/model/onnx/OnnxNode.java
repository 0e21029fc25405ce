// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.onnx;

import java.util.List;

/**
 * A step of a network.
 *
 * @param operator its operator
 * @param domain the operator's domain, empty for ONNX's own
 * @param inputs the values that it takes, empty texts for those that it is not given
 * @param outputs the values that it gives
 */
public record OnnxNode(String operator, String domain, List<String> inputs, List<String> outputs) {
    /** Copies the names, so that nobody changes them later; ONNX's own domain has two names. */
    public OnnxNode {
        domain = domain.equals("ai.onnx") ? "" : domain;
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Returns the operator with its domain, if that is not ONNX's own. */
    public String title() {
        return domain.isEmpty() ? operator : domain + "." + operator;
    }
}

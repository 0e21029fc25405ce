// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.card.ModelPackage;
import io.github.stencil.model.card.SizeRule;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.graph.ModelSignature;
import java.util.Optional;

/**
 * The sizes that a network can be given along each axis: images are padded to them.
 *
 * @param z along slices; any for networks that take planes
 * @param y along rows
 * @param x along columns
 */
record Sizes(SizeRule z, SizeRule y, SizeRule x) {

    /** Returns the sizes that a model's package allows, if it has one, and its network can be given. */
    static Sizes of(ModelSignature signature, Optional<ModelPackage> description, ReceptiveField field) {
        return new Sizes(
                rule(description.map(ModelPackage::z), field.padZ(), signature.depth()),
                rule(description.map(ModelPackage::y), field.pad(), signature.height()),
                rule(description.map(ModelPackage::x), field.pad(), signature.width()));
    }

    private static SizeRule rule(Optional<SizeRule> said, int step, int fixed) {
        return said.orElse(SizeRule.ANY).multiplesOf(step).only(fixed);
    }
}

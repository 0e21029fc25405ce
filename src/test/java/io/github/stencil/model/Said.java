// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import java.util.List;

/** Keeps what is said. */
public final class Said {
    private Said() {}

    public static Progress into(List<String> said) {
        return new Progress() {
            @Override
            public void step(long done, long total) {}

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
    }
}

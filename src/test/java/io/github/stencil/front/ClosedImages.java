// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import ij.ImagePlus;
import ij.WindowManager;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Closes the images that a test has left open, as results of other tests would get other titles beside them. */
public final class ClosedImages implements TestExecutionListener {

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            OpenImages.close();
        }
    }

    /** What touches ImageJ, which must be patched before; see {@link HeadlessImageJ}. */
    private static final class OpenImages {
        static void close() {
            int[] ids = WindowManager.getIDList();
            for (int id : ids == null ? new int[0] : ids) {
                ImagePlus image = WindowManager.getImage(id);
                if (image != null) {
                    image.changes = false;
                    image.close();
                }
            }
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;

/** Somebody with files that another reader of their ImageJ knows. */
public final class OtherReaders {
    private OtherReaders() {}

    /** Runs macros on files in a folder and ends the JVM. */
    public static void main(String[] args) {
        new ImageJ(ImageJ.STANDALONE);
        IJ.wait(1000);
        String folder = args[0];
        String mask = "newImage('m', '8-bit black', 3, 1, 1); setPixel(1, 0, 1); setPixel(2, 0, 1); ";
        say(
                "macro",
                IJ.runMacro("setBatchMode(true); " + mask + "run('Apply Mask...', 'image=[" + folder
                        + "/cells.czi] mask=m');"
                        + "return getTitle() + ' ' + getPixel(0, 0) + ' ' + getPixel(1, 0) + ' ' + getPixel(2, 0);"));
        IJ.runMacro("setBatchMode(true); " + mask + "saveAs('Tiff', '" + folder + "/mask.tif');");
        IJ.runMacro("setBatchMode(true); run('Stencil Batch...', 'command=apply-mask input=[" + folder
                + "/*.czi] results=[" + folder + "/out] options=[mask=[" + folder + "/mask.tif]]');");
        ImagePlus made = IJ.openImage(folder + "/out/cells.tif");
        say(
                "batch",
                made == null
                        ? IJ.getLog()
                        : made.getPixel(0, 0)[0] + " " + made.getPixel(1, 0)[0] + " " + made.getPixel(2, 0)[0]);
        IJ.runMacro("setBatchMode(true); run('Refine Masks...', 'image=[" + folder + "/cells.lif]');");
        say("unknown", IJ.getLog());
        Runtime.getRuntime().halt(0);
    }

    private static void say(String what, String seen) {
        System.out.println("SEEN " + what + " = " + String.valueOf(seen).replace("\n", " / "));
    }
}

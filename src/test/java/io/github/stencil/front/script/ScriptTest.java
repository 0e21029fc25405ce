// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import io.github.stencil.command.ApplyMask;
import io.github.stencil.command.Evaluate;
import io.github.stencil.command.ExtractPixels;
import io.github.stencil.command.RefineMasks;
import io.github.stencil.command.ToCategorical;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.FinalInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.view.Views;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

/** Commands as scripts run them, through SciJava's command service. */
class ScriptTest {
    private static Context context;

    @TempDir
    private Path folder;

    /** Fills an image that a script left out with the active one, as ImageJ2 does, and before anybody else. */
    @Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 1)
    public static final class Filler extends AbstractPreprocessorPlugin {
        @Override
        public void process(Module module) {
            ModuleItem<ImagePlus> single = context.service(ModuleService.class).getSingleInput(module, ImagePlus.class);
            if (single != null) {
                module.setInput(single.getName(), WindowManager.getCurrentImage());
                module.resolveInput(single.getName());
            }
        }
    }

    @BeforeAll
    static void start() {
        context = new Context();
        context.service(PluginService.class)
                .addPlugin(new PluginInfo<>(
                        Filler.class, PreprocessorPlugin.class, Filler.class.getAnnotation(Plugin.class)));
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    @BeforeEach
    void openAnotherImage() {
        WindowManager.setTempCurrentImage(IJ.createImage("another", "8-bit black", 32, 32, 1));
    }

    @AfterEach
    void closeIt() {
        WindowManager.setTempCurrentImage(null);
    }

    private static CommandModule run(Class<? extends Command> command, Object... given) throws Exception {
        Map<String, Object> inputs = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            inputs.put((String) given[i], given[i + 1]);
        }
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    /** Two bright discs on a dark ground. */
    private static ImagePlus discs() {
        ImagePlus image = IJ.createImage("discs", "8-bit black", 64, 48, 1);
        image.getProcessor().setValue(200);
        image.getProcessor().fillOval(5, 5, 15, 15);
        image.getProcessor().fillOval(30, 20, 20, 20);
        return image;
    }

    private static ArrayImg<UnsignedByteType, ByteArray> img(ImagePlus image) {
        return ArrayImgs.unsignedBytes((byte[]) image.getProcessor().getPixels(), image.getWidth(), image.getHeight());
    }

    private static int objects(CommandModule ran) {
        assertThat(ran.isCanceled()).as(ran.getCancelReason()).isFalse();
        return (int) ((ImagePlus) ran.getOutput("labelled")).getProcessor().getStats().max;
    }

    @Test
    void anOptionalImageIsNotFilledFromTheActiveOne() throws Exception {
        CommandModule ran = run(Evaluate.class, "truth", discs(), "prediction", discs());
        assertThat(ran.isCanceled()).as(ran.getCancelReason()).isFalse();
        assertThat(ran.getInput("second")).isNull();
    }

    @Test
    void aMissingImageIsMissingAndNotTheActiveOne() throws Exception {
        CommandModule ran = run(RefineMasks.class, "threshold", "Otsu");
        assertThat(ran.getCancelReason()).startsWith("image is missing. It is:");
    }

    @Test
    void aMaskIsAnImage() throws Exception {
        ImagePlus image = IJ.createImage("image", "8-bit white", 64, 48, 1);
        CommandModule ran = run(ApplyMask.class, "image", image, "mask", discs());
        assertThat(ran.isCanceled()).as(ran.getCancelReason()).isFalse();
        ImagePlus masked = (ImagePlus) ran.getOutput("masked");
        assertThat(masked.getProcessor().get(12, 12)).isEqualTo(255);
        assertThat(masked.getProcessor().get(0, 0)).isZero();
    }

    @Test
    void aMaskIsAnImgOfBytesOrBitsAPathOrAFile() throws Exception {
        ImagePlus discs = discs();
        ArrayImg<BitType, ?> bits = ArrayImgs.bits(64, 48);
        var pixels = bits.cursor();
        img(discs).forEach(value -> pixels.next().set(value.get() > 0));
        Path file = folder.resolve("discs.tif");
        IJ.saveAsTiff(discs, file.toString());
        for (Object mask : List.of(img(discs), bits, file, file.toFile(), file.toString())) {
            ImagePlus image = IJ.createImage("image", "8-bit white", 64, 48, 1);
            CommandModule ran = run(ExtractPixels.class, "image", image, "mask", mask);
            assertThat(ran.isCanceled()).as(mask + ": " + ran.getCancelReason()).isFalse();
        }
    }

    @Test
    void anImgIsAnImageAndAStackOfThemIsOneOfSlices() throws Exception {
        assertThat(objects(run(RefineMasks.class, "image", img(discs())))).isEqualTo(2);
        CommandModule ran = run(RefineMasks.class, "image", Views.stack(img(discs()), img(discs()), img(discs())));
        assertThat(objects(ran)).isEqualTo(2);
        assertThat(((ImagePlus) ran.getOutput("labelled")).getNSlices()).isEqualTo(3);
    }

    @Test
    void aFileIsAnImage() throws Exception {
        File file = folder.resolve("discs.tif").toFile();
        IJ.saveAsTiff(discs(), file.toString());
        assertThat(objects(run(RefineMasks.class, "image", file))).isEqualTo(2);
        assertThat(objects(run(RefineMasks.class, "image", file.toString()))).isEqualTo(2);
    }

    @Test
    void whatIsNoImageIsRefusedAndNotReplaced() throws Exception {
        for (Object given : List.of(new Object(), "no such title", new File("/none/such.tif"), List.of(1, 2))) {
            CommandModule ran = run(RefineMasks.class, "image", given);
            assertThat(ran.getCancelReason())
                    .startsWith("image was given as a ")
                    .contains(
                            "that is no value for it. It must be an ImagePlus, a Dataset, an Img, a file or the title");
            assertThat(ran.getOutput("labelled")).isNull();
        }
        assertThat(run(Evaluate.class, "truth", discs(), "prediction", discs(), "second", new Object())
                        .getCancelReason())
                .startsWith("second was given as a Object");
    }

    @Test
    void whatCanBeNoImageIsNoMaskEitherAndEndsInASentence() throws Exception {
        ImagePlus image = discs();
        for (Object given : List.of(
                ArrayImgs.argbs(64, 48),
                ArrayImgs.complexFloats(64, 48),
                ArrayImgs.unsignedBytes(64),
                ArrayImgs.unsignedBytes(64, 48, 1, 1, 1, 1),
                ConstantUtils.constantRandomAccessibleInterval(
                        new UnsignedByteType(1), new FinalInterval(100_000, 100_000)),
                ConstantUtils.constantRandomAccessibleInterval(
                        new UnsignedByteType(1), new FinalInterval(1L << 40, 1L << 40)))) {
            assertThat(run(ApplyMask.class, "image", image, "mask", given).getCancelReason())
                    .startsWith("mask was given as a ");
            assertThat(run(RefineMasks.class, "image", given).getCancelReason()).startsWith("image was given as a ");
            assertThat(run(RefineMasks.class, "image", image, "intensity", given)
                            .getCancelReason())
                    .startsWith("intensity was given as a ");
        }
    }

    @Test
    void imagesOfEveryTypeOfNumberAreTaken() throws Exception {
        for (Img<? extends RealType<?>> given : List.of(
                ArrayImgs.bits(5, 4),
                ArrayImgs.bytes(5, 4),
                ArrayImgs.unsignedBytes(5, 4),
                ArrayImgs.shorts(5, 4),
                ArrayImgs.unsignedShorts(5, 4),
                ArrayImgs.unsigned12Bits(5, 4),
                ArrayImgs.ints(5, 4),
                ArrayImgs.unsignedInts(5, 4),
                ArrayImgs.longs(5, 4),
                ArrayImgs.unsignedLongs(5, 4),
                ArrayImgs.floats(5, 4),
                ArrayImgs.doubles(5, 4))) {
            var pixels = given.cursor();
            pixels.next().setReal(1);
            pixels.next().setReal(1);
            assertThat(objects(run(RefineMasks.class, "image", given)))
                    .as(given.firstElement().getClass().getSimpleName())
                    .isEqualTo(1);
        }
        Img<ByteType> signed = ArrayImgs.bytes(5, 4);
        signed.firstElement().set((byte) -7);
        CommandModule ran = run(RefineMasks.class, "image", discs(), "intensity", signed);
        assertThat(ran.getCancelReason()).contains("Give images of the same size.");
        ran = run(ToCategorical.class, "labels", signed);
        assertThat(ran.getCancelReason()).contains("is -7 at x=0, y=0, but labels are whole numbers");
    }

    @Test
    void numbersWithoutEndAreRefused() throws Exception {
        for (Object size :
                List.of("1e999", Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, new BigDecimal("1e400"))) {
            assertThat(run(RefineMasks.class, "image", discs(), "size", size).getCancelReason())
                    .isEqualTo("size is \"Infinity\" but must be a number.");
        }
    }

    @Test
    void nothingStandsForTheDefault() throws Exception {
        CommandModule ran = run(RefineMasks.class, "image", discs(), "size", null, "connectivity", null, "split", null);
        assertThat(objects(ran)).isEqualTo(2);
    }

    @Test
    void aChoiceIsNamedAsInMacros() throws Exception {
        for (String mode : List.of("Keep outside", "keep outside", "KEEP_OUTSIDE")) {
            CommandModule ran = run(ApplyMask.class, "image", discs(), "mask", discs(), "mode", mode);
            assertThat(ran.isCanceled()).as(ran.getCancelReason()).isFalse();
            assertThat(((ImagePlus) ran.getOutput("masked")).getProcessor().getStats().max)
                    .isZero();
        }
    }

    @Test
    void whatIsNoMaskIsRefused() throws Exception {
        CommandModule ran = run(ApplyMask.class, "image", discs(), "mask", new Object());
        assertThat(ran.getCancelReason()).startsWith("mask was given as a Object");
    }

    @Test
    void whatIsNoValueIsRefusedAndNotReplacedByTheDefault() throws Exception {
        assertThat(run(RefineMasks.class, "image", discs(), "connectivity", "7/9")
                        .getCancelReason())
                .startsWith("connectivity was given as a String")
                .contains("one of: 4/6, 8/26");
        assertThat(run(RefineMasks.class, "image", discs(), "size", "abc").getCancelReason())
                .startsWith("size was given as a String")
                .contains("a number");
        assertThat(run(RefineMasks.class, "image", discs(), "size", -3).getCancelReason())
                .startsWith("size is \"-3\" but must be at least 0");
        assertThat(run(RefineMasks.class, "image", discs(), "unit", "furlongs").getCancelReason())
                .startsWith("unit is \"furlongs\" but must be one of: pixels, calibrated");
        assertThat(run(RefineMasks.class, "image", discs(), "tolerance", "abc").getCancelReason())
                .startsWith("tolerance was given as a String");
        assertThatThrownBy(() -> run(RefineMasks.class, "image", discs(), "tollerance", 1))
                .hasMessageContaining("No such input: tollerance");
    }
}

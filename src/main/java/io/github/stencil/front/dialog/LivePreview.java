// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.DialogListener;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.command.Previewing;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Failures;
import io.github.stencil.front.Inputs;
import io.github.stencil.work.Threads;
import java.awt.AWTEvent;
import java.awt.Checkbox;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;

/**
 * The Preview box of a dialog: while it is ticked, what the command would make lies over the image.
 *
 * <p>It is computed on a thread of its own. A change of the dialog stops what is being computed and starts anew. Only the
 * image's overlay changes, never its pixels, and {@link #close} gives the user's overlay back. The box is no parameter: it
 * is neither read nor recorded, and it is never ticked at the start.
 */
final class LivePreview implements DialogListener, AutoCloseable {
    private static final int INDENT = 20;

    private final ModuleInfo command;
    private final Supplier<Map<String, String>> answers;
    private final Checkbox box;
    private final ExecutorService worker = Threads.pool("preview", 1);
    /** Counts what was asked for; whoever computes something older stops. */
    private final AtomicLong asked = new AtomicLong();

    private @Nullable Laid laid;

    /** An overlay that the user has, from under the preview; touched on the event thread only. */
    private record Laid(ImagePlus image, @Nullable Overlay own, boolean hidden) {
        void takeAway() {
            image.setOverlay(own);
            image.setHideOverlay(hidden);
        }
    }

    /**
     * Adds the box to a dialog, which has all its other fields.
     *
     * @param answers reads these fields, on the event thread, when ImageJ has made the dialog ready for that
     */
    LivePreview(ModuleInfo command, GenericDialog dialog, Supplier<Map<String, String>> answers) {
        this.command = command;
        this.answers = answers;
        dialog.setInsets(12, INDENT, 0);
        dialog.addCheckbox("Preview", false);
        box = (Checkbox) dialog.getCheckboxes().lastElement();
    }

    /** Starts to listen. */
    void addTo(GenericDialog dialog) {
        dialog.addDialogListener(this);
    }

    /** Starts or ends the preview; called by ImageJ on the event thread. */
    @Override
    public boolean dialogItemChanged(GenericDialog dialog, @Nullable AWTEvent event) {
        if (event == null) { // the dialog was closed
            return true;
        }
        long request = asked.incrementAndGet();
        if (box.getState()) {
            Map<String, String> texts = answers.get();
            IJ.showStatus("Preview...");
            worker.execute(() -> compute(texts, request));
        } else {
            takeAway();
        }
        return true;
    }

    /** Stops what is being computed, without waiting for its end, and gives the image its own overlay back. */
    @Override
    public void close() {
        asked.incrementAndGet();
        worker.shutdown();
        onEventThread(this::takeAway);
    }

    private void compute(Map<String, String> texts, long request) {
        Progress listener = (done, total) -> {
            if (asked.get() != request) {
                throw new CancelledException("Stopped.");
            }
        };
        try {
            listener.step(0, 1);
            Module module = Commands.load(command.getDelegateClassName()).createModule();
            Inputs.fill(module, texts);
            Previewing.Preview preview = ((Previewing) Commands.delegate(module)).preview(listener);
            answer(request, () -> lay(preview));
        } catch (CancelledException e) {
            // something newer is asked for
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            String why = Failures.sentence(e);
            answer(request, () -> {
                takeAway();
                IJ.showStatus(why);
            });
        }
    }

    private void answer(long request, Runnable show) {
        EventQueue.invokeLater(() -> {
            if (asked.get() == request) {
                show.run();
            }
        });
    }

    private void lay(Previewing.Preview preview) {
        takeAway();
        ImagePlus image = preview.image();
        Overlay own = image.getOverlay();
        laid = new Laid(image, own, image.getHideOverlay());
        Overlay both = new Overlay();
        preview.rois().forEach(both::add);
        if (own != null && !image.getHideOverlay()) {
            own.forEach(both::add);
        }
        image.setOverlay(both);
        IJ.showStatus(preview.words());
    }

    private void takeAway() {
        if (laid != null) {
            laid.takeAway();
            laid = null;
        }
    }

    private static void onEventThread(Runnable work) {
        if (EventQueue.isDispatchThread()) {
            work.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import io.github.stencil.unet.TrainingEpoch;
import io.github.stencil.unet.TrainingHistory;
import java.util.List;
import java.util.Locale;

/** The table of a training, and a line of it for a terminal. */
public final class HistoryTable {
    private HistoryTable() {}

    /** Returns a row per epoch. */
    public static ResultsTable of(TrainingHistory history) {
        return new TableColumns<TrainingEpoch>()
                .numbers(history.columns(), history::row)
                .table(history.epochs());
    }

    /** Returns the last epoch in words that fit a status bar, and how long the others take if none is left out. */
    public static String line(TrainingHistory history, int epochs) {
        List<TrainingEpoch> all = history.epochs();
        TrainingEpoch last = all.get(all.size() - 1);
        double seconds =
                all.stream().mapToDouble(TrainingEpoch::seconds).average().orElse(0);
        long left = Math.round(seconds * (epochs - last.epoch()));
        return String.format(
                Locale.ROOT,
                "Epoch %d of %d: loss %.3f, validation %.3f, IoU %.3f%s%s.",
                last.epoch(),
                epochs,
                last.loss(),
                last.validationLoss(),
                last.meanIou(),
                history.objects() ? String.format(Locale.ROOT, ", object F1 %.3f", last.objectF1()) : "",
                left > 0 ? String.format(Locale.ROOT, ", up to %d:%02d min left", left / 60, left % 60) : "");
    }
}

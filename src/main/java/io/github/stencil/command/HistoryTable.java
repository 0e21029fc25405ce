package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.unet.TrainingEpoch;
import io.github.stencil.unet.TrainingHistory;
import java.util.List;
import java.util.Locale;

/** The table of a training, and a line of it for a terminal. */
final class HistoryTable {
    private HistoryTable() {}

    /** Returns a row per epoch. */
    static ResultsTable of(TrainingHistory history) {
        ResultsTable table = new ResultsTable();
        List<String> columns = history.columns();
        for (TrainingEpoch epoch : history.epochs()) {
            table.addRow();
            List<Double> row = history.row(epoch);
            for (int i = 0; i < columns.size(); i++) {
                table.addValue(columns.get(i), row.get(i));
            }
        }
        return table;
    }

    /** Returns the last epoch in words. */
    static String line(TrainingHistory history, int epochs) {
        TrainingEpoch last = history.epochs().get(history.epochs().size() - 1);
        return String.format(
                Locale.ROOT,
                "Epoch %d of %d: loss %.4f, validation loss %.4f, IoU %.4f, Dice %.4f, %.1f s.",
                last.epoch(),
                epochs,
                last.loss(),
                last.validationLoss(),
                last.meanIou(),
                last.meanDice(),
                last.seconds());
    }
}

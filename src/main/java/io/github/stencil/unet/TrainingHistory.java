// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.DecimalText;
import java.util.ArrayList;
import java.util.List;

/**
 * The epochs of a training, from the first on.
 *
 * @param classes names of the classes, from class 0 on
 * @param objects whether objects are learned, and so scored
 * @param epochs in order, without a gap
 */
public record TrainingHistory(List<String> classes, boolean objects, List<TrainingEpoch> epochs) {
    /** Copies the lists. */
    public TrainingHistory {
        classes = List.copyOf(classes);
        epochs = List.copyOf(epochs);
    }

    /** Returns the columns of the table "Training History". */
    public List<String> columns() {
        List<String> columns =
                new ArrayList<>(List.of("Epoch", "Rate", "Loss", "ValidationLoss", "MeanIoU", "MeanDice"));
        classes.forEach(name -> columns.add("IoU " + name));
        columns.add("Seconds");
        if (objects) {
            columns.add("ObjectF1");
        }
        return columns;
    }

    /** Returns an epoch's values in the order of {@link #columns}. */
    public List<Double> row(TrainingEpoch epoch) {
        List<Double> row = new ArrayList<>(List.of(
                (double) epoch.epoch(),
                epoch.rate(),
                epoch.loss(),
                epoch.validationLoss(),
                epoch.meanIou(),
                epoch.meanDice()));
        row.addAll(epoch.iou());
        row.add(epoch.seconds());
        if (objects) {
            row.add(epoch.objectF1());
        }
        return row;
    }

    /** Returns the table as CSV (RFC 4180), full precision, undefined values as NaN. */
    public String csv() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.join(",", columns().stream().map(TrainingHistory::quoted).toList()));
        text.append("\r\n");
        for (TrainingEpoch epoch : epochs) {
            List<String> cells = new ArrayList<>();
            for (double value : row(epoch)) {
                cells.add(DecimalText.write(value));
            }
            text.append(String.join(",", cells)).append("\r\n");
        }
        return text.toString();
    }

    /** Returns this history with one more epoch. */
    TrainingHistory plus(TrainingEpoch epoch) {
        List<TrainingEpoch> more = new ArrayList<>(epochs);
        more.add(epoch);
        return new TrainingHistory(classes, objects, more);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}

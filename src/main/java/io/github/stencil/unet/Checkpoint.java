// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.WholeFile;
import io.github.stencil.unet.graph.NetworkState;
import io.github.stencil.unet.graph.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a training needs to go on as if nothing had happened, as of the end of an epoch; a file in the model's folder
 * that is replaced as a whole, so that it is there and complete whenever the process ends.
 *
 * @param beginning what must be the same when training goes on
 * @param stopping the last epoch, the best one, and how long ago that was
 * @param history all epochs so far
 * @param state weights, moments and steps
 * @param best the weights of the best epoch
 */
record Checkpoint(
        Beginning beginning, EarlyStopping stopping, TrainingHistory history, NetworkState state, Weights best) {
    static final String NAME = "training.checkpoint";
    private static final String MAGIC = "Stencil training 3";
    private static final List<String> EARLIER = List.of("Stencil training 1", "Stencil training 2");
    private static final int CHUNK = 1 << 16;

    /** Writes the checkpoint in place of an older one. */
    void write(Path folder) throws IOException {
        WholeFile.write(folder.resolve(NAME), folder.resolve(NAME + ".part"), this::writeTo);
    }

    private void writeTo(Path part) throws IOException {
        try (FileOutputStream file = new FileOutputStream(part.toFile());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file, CHUNK))) {
            out.writeUTF(MAGIC);
            beginning.write(out);
            out.writeInt(stopping.epoch());
            out.writeInt(stopping.best());
            out.writeDouble(stopping.bestScore());
            out.writeInt(stopping.waited());
            out.writeInt(stopping.halvings());
            writeHistory(out);
            out.writeLong(state.step());
            write(out, state.weights().values());
            write(out, state.weights().statistics());
            write(out, state.first());
            write(out, state.second());
            write(out, best.values());
            write(out, best.statistics());
            out.writeUTF(MAGIC);
            out.flush();
            file.getFD().sync(); // or a power cut could leave the new name on an empty file
        }
    }

    /**
     * Reads the checkpoint of a folder.
     *
     * @throws StencilException if there is none, or it is damaged
     */
    static Checkpoint read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw StencilException.of(
                    "%s holds no training to go on with (there is no %s). Train without resume.", folder, NAME);
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK))) {
            String magic = in.readUTF();
            if (EARLIER.contains(magic)) {
                throw StencilException.of(
                        "%s was written by an earlier version of Stencil, which did not save all that is needed to go on. Train without resume, into another folder.",
                        file);
            }
            require(magic.equals(MAGIC));
            Beginning beginning = Beginning.read(in);
            EarlyStopping stopping =
                    new EarlyStopping(in.readInt(), in.readInt(), in.readDouble(), in.readInt(), in.readInt());
            TrainingHistory history = readHistory(in);
            long step = in.readLong();
            long most = Files.size(file) / Float.BYTES;
            Weights weights = new Weights(read(in, most), read(in, most));
            NetworkState state = new NetworkState(weights, read(in, most), read(in, most), step);
            Weights best = new Weights(read(in, most), read(in, most));
            require(in.readUTF().equals(MAGIC));
            return new Checkpoint(beginning, stopping, history, state, best);
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be read (%s). Train without resume, into another folder.",
                    file,
                    String.valueOf(e.getMessage()));
        }
    }

    private void writeHistory(DataOutputStream out) throws IOException {
        out.writeInt(history.classes().size());
        for (String name : history.classes()) {
            out.writeUTF(name);
        }
        out.writeBoolean(history.objects());
        out.writeInt(history.epochs().size());
        for (TrainingEpoch epoch : history.epochs()) {
            out.writeInt(epoch.epoch());
            out.writeDouble(epoch.rate());
            out.writeDouble(epoch.loss());
            out.writeDouble(epoch.validationLoss());
            out.writeDouble(epoch.meanIou());
            out.writeDouble(epoch.meanDice());
            for (int i = 0; i < history.classes().size(); i++) {
                out.writeDouble(epoch.iou().get(i));
                out.writeDouble(epoch.dice().get(i));
            }
            out.writeDouble(epoch.objectF1());
            out.writeDouble(epoch.seconds());
        }
    }

    private static TrainingHistory readHistory(DataInputStream in) throws IOException {
        List<String> classes = new ArrayList<>();
        int names = in.readInt();
        for (int i = 0; i < names; i++) {
            classes.add(in.readUTF());
        }
        boolean objects = in.readBoolean();
        List<TrainingEpoch> epochs = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int epoch = in.readInt();
            double[] means = {in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()};
            List<Double> iou = new ArrayList<>();
            List<Double> dice = new ArrayList<>();
            for (int c = 0; c < names; c++) {
                iou.add(in.readDouble());
                dice.add(in.readDouble());
            }
            epochs.add(new TrainingEpoch(
                    epoch,
                    means[0],
                    means[1],
                    means[2],
                    means[3],
                    means[4],
                    iou,
                    dice,
                    in.readDouble(),
                    in.readDouble()));
        }
        return new TrainingHistory(classes, objects, epochs);
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * CHUNK);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            bytes.asFloatBuffer().put(values, from, length);
            out.write(bytes.array(), 0, Float.BYTES * length);
        }
    }

    private static float[] read(DataInputStream in, long most) throws IOException {
        int size = in.readInt();
        require(size >= 0 && size <= most); // or a damaged size would take all memory
        float[] values = new float[size];
        byte[] bytes = new byte[Float.BYTES * CHUNK];
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            in.readFully(bytes, 0, Float.BYTES * length);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, from, length);
        }
        return values;
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("it is no checkpoint of this version");
        }
    }
}

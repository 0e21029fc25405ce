// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.front.line.Child;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The laws of work that is shared, written down and gone on with. */
@Timeout(120)
class WorkplaceTest {
    private static final int COUNT = 12;

    @TempDir
    private Path folder;

    private final List<Integer> made = new ArrayList<>();

    /** Returns a folder of receipts, which whoever begins work makes. */
    private Path begun() {
        Path notes = folder.resolve("notes");
        Receipts.in(notes).put(Key.of(Part.JOB));
        return notes;
    }

    private static Workplace place(Path folder) {
        return Workplace.of(Receipts.in(folder), Sharing.ALONE);
    }

    private static WorkStep blocks(Workplace place) {
        return place.step(COUNT, Part.BLOCKS);
    }

    private byte[] make(int piece) {
        made.add(piece);
        return Receipts.bytes(piece * piece);
    }

    private static List<Integer> all() {
        return IntStream.range(0, COUNT).boxed().toList();
    }

    @Test
    void eachPieceIsMadeOnceAndWrittenDown() {
        for (Workplace place : List.of(Workplace.memory(), place(begun()))) {
            made.clear();
            place.notes(blocks(place), this::make);
            place.notes(blocks(place), this::make);
            assertThat(made).isEqualTo(all());
            for (int piece : made) {
                assertThat(Receipts.ints(place.note(blocks(place), piece))).containsExactly(piece * piece);
            }
            assertThat(place.note(blocks(place), 3, () -> make(99))).isEqualTo(Receipts.bytes(9));
            assertThat(made).hasSize(COUNT);
        }
    }

    @Test
    void whoGoesOnMakesWhatIsMissing() {
        Path notes = begun();
        Workplace place = place(notes);
        assertThatThrownBy(() -> place.notes(blocks(place), piece -> {
                    if (piece == 5) {
                        throw new IllegalStateException("cut short");
                    }
                    return make(piece);
                }))
                .hasMessage("cut short");
        assertThat(made).containsExactly(0, 1, 2, 3, 4);
        Workplace again = place(notes);
        again.share(blocks(again), (pieces, written) -> {
            assertThat(pieces).isEqualTo(all().subList(5, COUNT));
            written.put(7);
            written.put(11);
        });
        assertThatThrownBy(() -> again.note(blocks(again), 6)).hasMessageContaining("piece 6 of blocks");
        made.clear();
        again.notes(blocks(again), this::make);
        assertThat(made).containsExactly(5, 6, 8, 9, 10);
    }

    @Test
    void aStepOfAnotherNameOrNumberOfPiecesBeginsAnew() {
        Workplace place = place(begun());
        List<WorkStep> steps = List.of(
                place.step(COUNT, Part.BLOCKS),
                place.step(COUNT - 1, Part.BLOCKS),
                place.step(COUNT, Part.LEVEL, 1),
                place.step(COUNT, Part.LEVEL, 2),
                place.at(Part.CLASSES).step(COUNT, Part.BLOCKS));
        assertThat(new HashSet<>(steps)).hasSameSizeAs(steps);
        for (int i = 0; i < steps.size(); i++) {
            made.clear();
            Workplace where = i == 4 ? place.at(Part.CLASSES) : place;
            where.notes(steps.get(i), this::make);
            assertThat(made).as("%s", steps.get(i)).hasSize(steps.get(i).count());
        }
        made.clear();
        place.at(Part.CLASSES).receipts().clear();
        place.notes(steps.get(0), this::make);
        assertThat(made).isEmpty();
        place.at(Part.CLASSES).notes(steps.get(4), this::make);
        assertThat(made).isEqualTo(all());
    }

    @Test
    void whatFollowsFromAllIsFoundOnce() {
        for (Receipts receipts : List.of(Receipts.memory(), Receipts.in(begun()))) {
            Key key = Key.of(Part.TILES, 0, 3);
            assertThat(key).hasToString("tiles-0-3");
            assertThat(receipts.onceInts(key, () -> new int[] {1, -2})).containsExactly(1, -2);
            assertThat(receipts.onceInts(key, () -> new int[] {3})).containsExactly(1, -2);
            assertThat(receipts.at(key).contains(key)).isFalse();
        }
    }

    /** What every process of the work does: two steps, of which the second needs all of the first. */
    private int run(Workplace place) {
        WorkStep level = place.at(Part.CLASSES).step(2, Part.LEVEL, 1);
        place.notes(blocks(place), this::make);
        place.at(Part.CLASSES).notes(level, half -> Receipts.bytes(sum(place, half)));
        return IntStream.range(0, 2)
                .map(half -> Receipts.ints(place.at(Part.CLASSES).note(level, half))[0])
                .sum();
    }

    private static int sum(Workplace place, int half) {
        return IntStream.range(0, COUNT)
                .filter(piece -> piece % 2 == half)
                .map(piece -> Receipts.ints(place.note(blocks(place), piece))[0])
                .sum();
    }

    @Test
    void processesThatAreToldAStepFindItAndDoTheirPiecesAndNoMore() {
        Path notes = begun();
        List<String> shared = new ArrayList<>();
        Sharing others = (step, done, work) -> {
            List<Integer> missing = Sharing.missing(step, done);
            shared.add(step + " " + missing.size());
            for (int other = 0; other < 2; other++) {
                int one = other;
                Share share = new Share(
                        sent(step),
                        missing.stream().filter(piece -> piece % 2 == one).toList());
                share.run(() -> run(Workplace.of(Receipts.in(notes), share)));
            }
        };
        assertThat(run(Workplace.of(Receipts.in(notes), others))).isEqualTo(506); // 0 + 1 + 4 + ... + 121
        assertThat(made).containsExactlyInAnyOrderElementsOf(all());
        assertThat(shared).containsExactly("blocks 12", "classes level-1 2");
        Share late = new Share(blocks(Workplace.memory()), List.of(1, 2));
        late.run(() -> run(Workplace.of(Receipts.in(notes), late)));
        assertThat(made).as("what is done is not made again").hasSize(COUNT);
        Share strange = new Share(Workplace.memory().step(COUNT + 1, Part.BLOCKS), List.of(1));
        assertThatThrownBy(() -> strange.run(() -> run(Workplace.of(Receipts.in(notes), strange))))
                .hasMessageContaining("without the step blocks in 13 pieces");
    }

    /** Returns a step as another process gets it. */
    private static WorkStep sent(WorkStep step) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(step);
            out.flush();
            return (WorkStep) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A process that takes its time over each piece, and says which it makes. */
    static final class Slow {
        private Slow() {}

        public static void main(String[] args) {
            Workplace place = place(Path.of(args[0]));
            place.each(blocks(place), piece -> {
                System.out.println("made " + piece);
                try {
                    Thread.sleep(Long.parseLong(args[1]));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void whatAKilledProcessHasWrittenDownStays() throws Exception {
        Path notes = begun();
        Path log = folder.resolve("log");
        Child child = Child.start("64m", log, Slow.class, notes.toString(), "100");
        while (!child.said().contains("made 3")) {
            assertThat(child.await(20)).as(child.said()).isFalse();
        }
        child.kill();
        assertThat(notes).isDirectory();
        int begun = (int) child.said().lines().count();
        Child again = Child.start("64m", log, Slow.class, notes.toString(), "0");
        assertThat(again.await(60_000)).isTrue();
        assertThat(again.status()).as(again.said()).isZero();
        List<String> rest = again.said().lines().toList();
        assertThat(rest).hasSizeBetween(COUNT - begun, COUNT - begun + 1).last().isEqualTo("made 11");
        try (Stream<Path> receipts = Files.walk(notes)) {
            assertThat(receipts.filter(file -> file.getFileName().toString().matches("piece-\\d+")))
                    .hasSize(COUNT);
        }
    }
}

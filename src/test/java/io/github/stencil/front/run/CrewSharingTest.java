// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.work.Crew;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Share;
import io.github.stencil.work.Workplace;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrewSharingTest {
    @TempDir
    private Path folder;

    private final Set<Integer> bad = new TreeSet<>(Set.of(4, 2));
    private final List<Integer> made = new ArrayList<>();

    /** What all do: blocks, of which some cannot be made. */
    private void run(Workplace place) {
        place.each(place.step(6, Part.BLOCKS), block -> {
            if (bad.contains(block)) {
                throw new StencilException("Block " + block + " is damaged.");
            }
            made.add(block);
        });
    }

    /** A crew whose members join in the same folder; the last piece comes first. */
    private final class Members implements Crew {
        @Override
        public <T extends Serializable, R extends Serializable> void run(
                List<T> pieces, Work<T, R> work, Arrivals<? super R> arrivals) {
            StepWork step = (StepWork) work;
            for (int i = pieces.size() - 1; i >= 0; i--) {
                try {
                    Share share = new Share(step.step(), List.of((Integer) pieces.get(i)));
                    share.run(() -> CrewSharingTest.this.run(Workplace.of(receipts(), share)));
                    @SuppressWarnings("unchecked") // the pieces of steps are what comes of them
                    R done = (R) pieces.get(i);
                    arrivals.done(i, done);
                } catch (StencilException e) {
                    arrivals.failed(i, e.getMessage());
                }
            }
        }
    }

    private Receipts receipts() {
        return Receipts.in(folder.resolve("receipts"));
    }

    @Test
    void aBlockThatFailsIsToldWhenTheOthersAreDoneAndTheyAreNotDoneAgain() {
        FileWork work = new FileWork("none", new Options(Map.of(), null, null, false, null, false), false, "");
        FileItem item = new FileItem("stem", "entry", new LinkedHashMap<>());
        List<String> said = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void step(long done, long total) {
                assertThat(total).isEqualTo(6);
            }

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
        receipts().put(Key.of(Part.JOB));
        Workplace place = Workplace.of(
                receipts(), new CrewSharing(new Members(), work, item, folder.resolve("image.ome.zarr"), progress));
        assertThatThrownBy(() -> run(place))
                .isInstanceOf(PartlyDone.class)
                .hasMessageContaining(
                        "2 of 6 blocks failed at the step \"blocks\": block 4, block 2. The others are done");
        assertThat(made).containsExactly(5, 3, 1, 0);
        assertThat(said).hasSize(2).last().asString().contains("Block 2 of").contains("(blocks): Block 2 is damaged.");
        made.clear();
        bad.clear();
        run(place);
        assertThat(made).containsExactly(4, 2);
    }
}

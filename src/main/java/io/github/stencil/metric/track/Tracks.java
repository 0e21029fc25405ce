// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a time-lapse, as a track file of the Cell Tracking Challenge lists them: a line per track with four whole
 * numbers, its label, its first and last frame, counted from 0, and the label of its parent, 0 for none. A parent ends
 * before its children begin, so that no track descends from itself. Immutable.
 */
public final class Tracks {
    private static final int NUMBERS = 4;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,10}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final long HIGHEST_LABEL = (1L << Integer.SIZE) - 1;

    private final String name;
    private final Map<Long, Track> byLabel;

    private Tracks(String name, Map<Long, Track> byLabel) {
        this.name = name;
        this.byLabel = byLabel;
    }

    /**
     * Takes tracks from a script.
     *
     * @param name what messages call them, such as the name of their file
     * @throws StencilException if two have the same label, one has the label 0 or ends before it begins, a parent is not
     *     there or does not end before its child begins, or a track descends from itself
     */
    public static Tracks of(String name, List<Track> tracks) {
        Map<Long, Track> byLabel = new TreeMap<>();
        for (Track track : tracks) {
            if (track.label() < 1 || track.label() > HIGHEST_LABEL) {
                throw StencilException.of(
                        "%s has a track with the label %d, but tracks are numbered from 1 to %d. Give it another label.",
                        name, track.label(), HIGHEST_LABEL);
            }
            if (track.begin() < 0 || track.begin() > track.end()) {
                throw StencilException.of(
                        "%s has track %d from frame %d to frame %d. Give the first frame, from 0, and then the last.",
                        name, track.label(), track.begin(), track.end());
            }
            if (byLabel.put(track.label(), track) != null) {
                throw StencilException.of(
                        "%s has two tracks with the label %d. Give each track a label of its own.",
                        name, track.label());
            }
        }
        Tracks checked = new Tracks(name, Collections.unmodifiableMap(byLabel));
        checked.refuseCycles();
        checked.refuseWrongParents();
        return checked;
    }

    /**
     * Reads a track file.
     *
     * @param file with a line of four whole numbers for each track, white space between them; it may be empty
     * @throws StencilException if it cannot be read, is no track file, or says what cannot be; see {@link #of}
     */
    public static Tracks read(Path file) {
        String name = "The track file \"" + file.getFileName() + "\"";
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1); // takes any byte
        } catch (IOException e) {
            throw FileTrouble.reading(name, e);
        }
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                tracks.add(track(name, i + 1, line));
            }
        }
        return of(name, tracks);
    }

    private static Track track(String name, int line, String text) {
        String[] words = SPACE.split(text, -1);
        boolean numbers = words.length == NUMBERS;
        for (String word : words) {
            numbers &= WHOLE.matcher(word).matches();
        }
        if (!numbers) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
            throw StencilException.of(
                    "%s has \"%s\" in line %d, but a line has four whole numbers: label, first frame, last frame and parent. Give a file such as res_track.txt.",
                    name, shown, line);
        }
        return new Track(number(words[0]), frame(words[1]), frame(words[2]), number(words[3]));
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    private static int frame(String word) {
        return (int) Math.min(Integer.MAX_VALUE, number(word));
    }

    /** Follows the parents of each track; a track that has been followed to its first ancestor is followed once only. */
    private void refuseCycles() {
        Set<Long> done = new HashSet<>();
        for (Track track : byLabel.values()) {
            Set<Long> line = new HashSet<>();
            Track at = track;
            while (at != null && !done.contains(at.label())) {
                if (!line.add(at.label())) {
                    throw StencilException.of(
                            "%s makes track %d an ancestor of itself. Give the parent that ends before the track begins, or 0 for none.",
                            name, at.label());
                }
                at = of(at.parent());
            }
            done.addAll(line);
        }
    }

    private void refuseWrongParents() {
        for (Track track : byLabel.values()) {
            Track parent = of(track.parent());
            if (track.parent() != 0 && parent == null) {
                throw StencilException.of(
                        "%s names %d as the parent of track %d, but has no such track. Add its line, or give 0 for none.",
                        name, track.parent(), track.label());
            }
            if (parent != null && parent.end() >= track.begin()) {
                throw StencilException.of(
                        "%s has track %d from frame %d on, but its parent %d goes on to frame %d. Let a parent end before its children begin.",
                        name, track.label(), track.begin(), parent.label(), parent.end());
            }
        }
    }

    /** Returns all tracks by ascending label. */
    public Collection<Track> all() {
        return byLabel.values();
    }

    /** Returns the track with a label, or null if there is none. */
    public @Nullable Track of(long label) {
        return byLabel.get(label);
    }

    /**
     * Refuses tracks that reach beyond a time-lapse.
     *
     * @param image the name of the time-lapse
     * @param frames how many it has
     * @throws StencilException if a track ends later
     */
    void checkFrames(String image, int frames) {
        for (Track track : byLabel.values()) {
            if (track.end() >= frames) {
                throw StencilException.of(
                        "%s has track %d up to frame %d, but \"%s\" ends with frame %d. Give the file that belongs to the image, and check that its planes are frames.",
                        name, track.label(), track.end(), image, frames - 1);
            }
        }
    }

    /**
     * Refuses a time-lapse in which labels are where no track is, or are not where one is.
     *
     * @param image the name of the time-lapse
     * @param frames the labels of each frame
     * @throws StencilException if a label has no track, is in a frame that its track does not reach, or is missing in one
     */
    void checkLabels(String image, List<Set<Long>> frames) {
        for (int frame = 0; frame < frames.size(); frame++) {
            for (long label : frames.get(frame)) {
                Track track = of(label);
                if (track == null) {
                    throw StencilException.of(
                            "\"%s\" has the label %d in frame %d, but %s has no such track. Add its line, or remove the object.",
                            image, label, frame, inSentence());
                }
                if (frame < track.begin() || frame > track.end()) {
                    throw StencilException.of(
                            "\"%s\" has the label %d in frame %d, but %s has it from frame %d to frame %d. Correct the line, or remove the object.",
                            image, label, frame, inSentence(), track.begin(), track.end());
                }
            }
        }
        for (Track track : byLabel.values()) {
            for (int frame = track.begin(); frame <= track.end(); frame++) {
                if (!frames.get(frame).contains(track.label())) {
                    throw StencilException.of(
                            "%s has track %d from frame %d to frame %d, but \"%s\" lacks it in frame %d. End the track before the gap, and let a new one with it as the parent go on.",
                            name, track.label(), track.begin(), track.end(), image, frame);
                }
            }
        }
    }

    private String inSentence() {
        return name.startsWith("The ") ? "the " + name.substring(4) : name;
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

/**
 * Numbers from 0 on in sets that are joined (union-find). The smallest number of a set stands for it. Threads may join at
 * the same time where they do so in sets of which no other thread touches a number.
 */
public final class DisjointSets {
    /** The parent of each number, none of which is larger; after numbering the number of its set. */
    private final int[] parents;

    private DisjointSets(int count) {
        parents = new int[count];
        for (int i = 0; i < count; i++) {
            parents[i] = i;
        }
    }

    /** Creates sets of one number each. */
    public static DisjointSets create(int count) {
        return new DisjointSets(count);
    }

    /** Joins the sets of two numbers. */
    public void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        if (a < b) {
            parents[b] = a;
        } else {
            parents[a] = b;
        }
    }

    /** Returns the number that stands for the set of another. */
    int root(int number) {
        return root(parents, number);
    }

    /**
     * Returns the number that stands for the set of another, and shortens the way to it.
     *
     * @param parents the parent of each number, which is itself where a number stands for its set
     */
    public static int root(int[] parents, int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** Numbers the sets from 1 on in the order of their smallest members, and ends joining; returns how many there are. */
    public int number() {
        int count = 0;
        for (int i = 0; i < parents.length; i++) {
            parents[i] = parents[i] == i ? ++count : parents[parents[i]];
        }
        return count;
    }

    /** Returns the number of each number's set, once {@link #number} has been called; still owned here. */
    public int[] numbers() {
        return parents;
    }
}

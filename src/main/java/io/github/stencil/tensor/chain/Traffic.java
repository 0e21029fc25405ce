// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

/**
 * What has been copied between the host and a device session, in host memory's direction and the other; on a CPU, where
 * both are the same memory, what would be.
 *
 * @param pushes images that went to the device
 * @param pulls images that came back
 * @param pushedBytes bytes of these images
 * @param pulledBytes bytes of these images
 * @param smallBytes bytes of all else, in both directions: numbers that steps take, counts, and answers to checks
 */
public record Traffic(int pushes, int pulls, long pushedBytes, long pulledBytes, long smallBytes) {
    /** Nothing yet. */
    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

    Traffic withPush(long bytes) {
        return new Traffic(pushes + 1, pulls, pushedBytes + bytes, pulledBytes, smallBytes);
    }

    Traffic withPull(long bytes) {
        return new Traffic(pushes, pulls + 1, pushedBytes, pulledBytes + bytes, smallBytes);
    }

    Traffic withSmall(long bytes) {
        return new Traffic(pushes, pulls, pushedBytes, pulledBytes, smallBytes + bytes);
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which fields a Protocol Buffers message has at its top, by which TensorFlow's and ONNX's files differ. The encoding is
 * that of protobuf.dev/programming-guides/encoding: a key of field number and kind, then a number or a length and bytes.
 *
 * @param numbers fields that are whole numbers
 * @param bytes fields that are messages or texts
 * @param whole whether the file ends where its last field does
 * @param operation what the first field, read as a node of a TensorFlow graph, calls its operation; empty if it is none
 */
record ProtobufShape(TreeSet<Integer> numbers, TreeSet<Integer> bytes, boolean whole, String operation) {
    private static final int MOST_FIELDS = 1_000_000;
    private static final int LARGEST_FIELD = 1000;
    private static final int GRAPH_IN_ONNX = 7;
    private static final int OPSET_IN_ONNX = 8;
    private static final int LONGEST_NAME = 200;

    /** Walks over a file's fields. */
    static ProtobufShape of(RandomAccessFile file) throws IOException {
        TreeSet<Integer> numbers = new TreeSet<>();
        TreeSet<Integer> bytes = new TreeSet<>();
        String operation = "";
        long length = file.length();
        long at = 0;
        for (int count = 0; at < length && count < MOST_FIELDS; count++) {
            file.seek(at);
            long key = number(file);
            int field = (int) (key >>> 3);
            if (key < 8 || field > LARGEST_FIELD) {
                return new ProtobufShape(numbers, bytes, false, operation);
            }
            long size = 0;
            switch ((int) (key & 7)) {
                case 0 -> {
                    number(file);
                    numbers.add(field);
                }
                case 1 -> size = 8;
                case 2 -> {
                    size = number(file);
                    bytes.add(field);
                }
                case 5 -> size = 4;
                default -> {
                    return new ProtobufShape(numbers, bytes, false, operation);
                }
            }
            long from = file.getFilePointer();
            if (size < 0 || size > length - from) {
                return new ProtobufShape(numbers, bytes, false, operation);
            }
            if (count == 0 && field == 1 && (key & 7) == 2) {
                operation = operation(file, from + size);
            }
            at = from + size;
        }
        return new ProtobufShape(numbers, bytes, at == length, operation);
    }

    /** Returns which model of another format this is. */
    Optional<ForeignFormat> format() {
        boolean onnx = numbers.contains(1) && (bytes.contains(GRAPH_IN_ONNX) || bytes.contains(OPSET_IN_ONNX));
        if (onnx) {
            return Optional.of(ForeignFormat.ONNX);
        }
        if (!operation.isEmpty() && !numbers.contains(1)) {
            return Optional.of(ForeignFormat.FROZEN_GRAPH);
        }
        boolean saved = whole && numbers.size() == 1 && numbers.contains(1) && bytes.size() == 1 && bytes.contains(2);
        return saved ? Optional.of(ForeignFormat.RENAMED_GRAPH) : Optional.empty();
    }

    /** Reads a node: its name is field 1, its operation field 2, both texts. */
    private static String operation(RandomAccessFile file, long end) throws IOException {
        String name = text(file, 1, end);
        return name.matches("[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*") ? text(file, 2, end) : "";
    }

    private static String text(RandomAccessFile file, int field, long end) throws IOException {
        if (file.getFilePointer() >= end || number(file) != (field << 3 | 2)) {
            return "";
        }
        long size = number(file);
        if (size < 1 || size > LONGEST_NAME || size > end - file.getFilePointer()) {
            return "";
        }
        byte[] text = new byte[(int) size];
        file.readFully(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Reads seven bits a byte, the lowest first; -1 if the file ends or the number does not. */
    private static long number(RandomAccessFile file) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int read = file.read();
            if (read < 0) {
                return -1;
            }
            value |= (long) (read & 0x7f) << shift;
            if (read < 0x80) {
                return value;
            }
        }
        return -1;
    }
}

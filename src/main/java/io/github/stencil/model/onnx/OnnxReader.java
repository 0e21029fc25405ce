// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the messages of ONNX's {@code onnx.proto}, whose field numbers these are; weights are passed over. */
final class OnnxReader {
    /** Branches and loops within others. */
    private static final int DEEPEST = 40;

    private final CodedInputStream in;
    private final List<OnnxValue> inputs = new ArrayList<>();
    private final List<OnnxValue> outputs = new ArrayList<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final List<OnnxNode> all = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> external = new HashSet<>();
    private final Set<String> constants = new HashSet<>();
    private int depth;

    private OnnxReader(CodedInputStream in) {
        this.in = in;
    }

    /** Reads a ModelProto. */
    static OnnxModel read(CodedInputStream in) throws IOException {
        in.setSizeLimit(Integer.MAX_VALUE);
        OnnxReader reader = new OnnxReader(in);
        reader.model();
        reader.inputs.removeIf(input -> reader.constants.contains(input.name())); // has a value where none is fed
        return new OnnxModel(
                reader.inputs, reader.outputs, reader.nodes, reader.all, reader.functions, reader.external);
    }

    /** Reads one field of a message, and returns whether it has. */
    private interface Field {
        boolean read(int number) throws IOException;
    }

    private void fields(Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!field.read(tag) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that has not begun");
            }
        }
    }

    private void message(Field field) throws IOException {
        depth++;
        if (depth > DEEPEST * 5) {
            throw new InvalidProtocolBufferException("messages lie too deep in others");
        }
        int limit = in.pushLimit(in.readRawVarint32());
        fields(field);
        in.checkLastTagWas(0);
        in.popLimit(limit);
        depth--;
    }

    private static int bytes(int number) {
        return number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int varint(int number) {
        return number << 3 | WireFormat.WIRETYPE_VARINT;
    }

    private void model() throws IOException {
        fields(tag -> {
            if (tag == bytes(7)) {
                message(inner -> graph(inner, true));
            } else if (tag == bytes(25)) {
                function();
            } else {
                return false;
            }
            return true;
        });
    }

    private void function() throws IOException {
        String[] name = {"", ""};
        message(tag -> {
            if (tag == bytes(1)) {
                name[0] = in.readString();
            } else if (tag == bytes(10)) {
                name[1] = in.readString();
            } else if (tag == bytes(7)) {
                all.add(node());
            } else if (tag == bytes(11)) {
                message(this::attribute);
            } else {
                return false;
            }
            return true;
        });
        functions.add(new OnnxNode(name[0], name[1], List.of(), List.of()).title());
    }

    private boolean graph(int tag, boolean top) throws IOException {
        if (tag == bytes(1)) {
            OnnxNode node = node();
            all.add(node);
            if (top) {
                nodes.add(node);
            }
        } else if (tag == bytes(5)) {
            String name = tensor();
            if (top) {
                constants.add(name);
            }
        } else if (tag == bytes(11) && top) {
            inputs.add(value());
        } else if (tag == bytes(12) && top) {
            outputs.add(value());
        } else if (tag == bytes(15)) {
            message(this::sparse);
        } else {
            return false;
        }
        return true;
    }

    private OnnxNode node() throws IOException {
        List<String> in1 = new ArrayList<>();
        List<String> out = new ArrayList<>();
        String[] names = {"", ""};
        message(tag -> {
            if (tag == bytes(1)) {
                in1.add(in.readString());
            } else if (tag == bytes(2)) {
                out.add(in.readString());
            } else if (tag == bytes(4)) {
                names[0] = in.readString();
            } else if (tag == bytes(7)) {
                names[1] = in.readString();
            } else if (tag == bytes(5)) {
                message(this::attribute);
            } else {
                return false;
            }
            return true;
        });
        return new OnnxNode(names[0], names[1], in1, out);
    }

    private boolean attribute(int tag) throws IOException {
        if (tag == bytes(5) || tag == bytes(10)) {
            tensor();
        } else if (tag == bytes(6) || tag == bytes(11)) {
            message(inner -> graph(inner, false));
        } else if (tag == bytes(22) || tag == bytes(23)) {
            message(this::sparse);
        } else {
            return false;
        }
        return true;
    }

    private boolean sparse(int tag) throws IOException {
        if (tag != bytes(1) && tag != bytes(2)) {
            return false;
        }
        tensor();
        return true;
    }

    /** Reads a tensor's name, and in which file its values are if they are in another. */
    private String tensor() throws IOException {
        String[] name = {""};
        message(tag -> {
            if (tag == bytes(8)) {
                name[0] = in.readString();
            } else if (tag == bytes(13)) {
                location();
            } else {
                return false;
            }
            return true;
        });
        return name[0];
    }

    private void location() throws IOException {
        String[] entry = {"", ""};
        message(tag -> {
            if (tag == bytes(1)) {
                entry[0] = in.readString();
            } else if (tag == bytes(2)) {
                entry[1] = in.readString();
            } else {
                return false;
            }
            return true;
        });
        if (entry[0].equals("location")) {
            external.add(entry[1]);
        }
    }

    private OnnxValue value() throws IOException {
        String[] name = {""};
        int[] type = {0};
        boolean[] ranked = {false};
        List<Long> shape = new ArrayList<>();
        Field dimension = tag -> {
            if (tag != varint(1)) {
                return false;
            }
            shape.set(shape.size() - 1, in.readInt64());
            return true;
        };
        Field sizes = tag -> {
            if (tag != bytes(1)) {
                return false;
            }
            shape.add(-1L); // as long as no number says else
            message(dimension);
            return true;
        };
        Field tensor = tag -> {
            if (tag == varint(1)) {
                type[0] = in.readInt32();
            } else if (tag == bytes(2)) {
                ranked[0] = true;
                message(sizes);
            } else {
                return false;
            }
            return true;
        };
        message(tag -> {
            if (tag == bytes(1)) {
                name[0] = in.readString();
            } else if (tag == bytes(2)) {
                message(inner -> {
                    if (inner != bytes(1)) {
                        return false;
                    }
                    message(tensor);
                    return true;
                });
            } else {
                return false;
            }
            return true;
        });
        shape.replaceAll(size -> size <= 0 || size > Integer.MAX_VALUE ? -1L : size);
        return new OnnxValue(name[0], type[0], ranked[0], shape);
    }
}

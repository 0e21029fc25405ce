// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Function;
import org.tensorflow.internal.c_api.TF_FunctionOptions;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;

/** The functions that an eager context knows: each graph, for each choice of results, becomes one once. */
final class DeviceFunctions {
    private final TFE_Context context;
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, String> spaces = new HashMap<>();

    /**
     * A function.
     *
     * @param name by which the context calls it
     * @param inputs the graph's placeholders, in the order of its arguments
     */
    record Function(String name, List<String> inputs) {
        Function {
            inputs = List.copyOf(inputs);
        }
    }

    DeviceFunctions(TFE_Context context) {
        this.context = context;
    }

    /** Returns the function of a graph, which is asked for only if there is none yet; see {@link DeviceSession#run}. */
    Function of(String key, Supplier<GraphDef> graph, List<String> fetches) {
        String id = key + " -> " + String.join(", ", fetches);
        Function known = functions.get(id);
        if (known == null) {
            String space = spaces.computeIfAbsent(key, name -> String.format(Locale.ROOT, "stencil%d_", spaces.size()));
            known = define(graph.get(), space, fetches);
            functions.put(id, known);
        }
        return known;
    }

    /** Makes a function of a graph and adds it to the runtime, with the functions that it calls. */
    private Function define(GraphDef whole, String space, List<String> fetches) {
        DeviceFunction ready = DeviceFunction.of(whole, fetches, space);
        String name = String.format(Locale.ROOT, "%sfunction%d", space, functions.size());
        byte[] definition = ready.graph().toByteArray();
        try (TF_Status status = TF_Status.newStatus();
                TF_Graph graph = TF_Graph.newGraph();
                BytePointer bytes = new BytePointer(definition)) {
            TF_Buffer buffer = tensorflow.TF_NewBufferFromString(bytes, definition.length);
            TF_ImportGraphDefOptions options = tensorflow.TF_NewImportGraphDefOptions();
            tensorflow.TF_GraphImportGraphDef(graph, buffer, options, status);
            tensorflow.TF_DeleteImportGraphDefOptions(options);
            tensorflow.TF_DeleteBuffer(buffer);
            status.throwExceptionIfNotOK();
            for (FunctionDef called : ready.graph().getLibrary().getFunctionList()) {
                if (tensorflow.TFE_ContextHasFunction(
                                context, called.getSignature().getName())
                        == 0) {
                    byte[] function = called.toByteArray();
                    try (BytePointer pointer = new BytePointer(function)) {
                        tensorflow.TFE_ContextAddFunctionDef(context, pointer, function.length, status);
                        status.throwExceptionIfNotOK();
                    }
                }
            }
            try (TF_Output inputs = outputs(graph, ready.inputs());
                    TF_Output outputs = outputs(graph, fetches)) {
                TF_Function function = tensorflow.TF_GraphToFunction(
                        graph,
                        new BytePointer(name),
                        (byte) 0,
                        -1,
                        (PointerPointer<TF_Operation>) null,
                        ready.inputs().size(),
                        inputs,
                        fetches.size(),
                        outputs,
                        (PointerPointer<BytePointer>) null,
                        (TF_FunctionOptions) null,
                        (BytePointer) null,
                        status);
                status.throwExceptionIfNotOK();
                tensorflow.TFE_ContextAddFunction(context, function, status);
                tensorflow.TF_DeleteFunction(function);
                status.throwExceptionIfNotOK();
            }
        }
        return new Function(name, ready.inputs());
    }

    private static TF_Output outputs(TF_Graph graph, List<String> names) {
        TF_Output all = new TF_Output(Math.max(1, names.size()));
        for (int i = 0; i < names.size(); i++) {
            all.position(i)
                    .oper(tensorflow.TF_GraphOperationByName(graph, names.get(i)))
                    .index(0);
        }
        return all.position(0);
    }
}

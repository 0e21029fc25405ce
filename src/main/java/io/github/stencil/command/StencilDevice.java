// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.command.table.Tables;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.DeviceReport;
import io.github.stencil.tensor.TensorRuntime;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Chooses what computes tensors, and tells what does. */
@Plugin(
        type = Command.class,
        name = "device",
        menuPath = "Plugins>Stencil>Stencil Device...",
        description = "Chooses what computes tensors, and tells what does.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class StencilDevice extends StencilCommand {
    @Parameter(
            label = "Device",
            choices = {"Automatic", "CPU", "GPU 0", "GPU 1", "GPU 2", "GPU 3", "GPU 4", "GPU 5", "GPU 6", "GPU 7"},
            persist = false,
            description = "What computes from now on, until ImageJ is closed")
    private String device = "Automatic";

    @Parameter(
            label = "Memory (fraction, 0 = as needed)",
            persist = false,
            min = "0",
            max = "1",
            description = "The share of a GPU's memory that may be taken; 0 takes it as it is needed",
            attrs = @Attr(name = "when", value = "device!=CPU"))
    private Double memory = 0.0;

    @Parameter(label = "Device", type = ItemIO.OUTPUT)
    ResultsTable properties;

    @Override
    protected void execute(Progress progress) {
        Device before = TensorRuntime.device();
        try {
            TensorRuntime.choose(Device.of(device), memory);
            TensorRuntime.load(progress);
        } catch (StencilException e) {
            TensorRuntime.choose(before, memory); // which is in use still
            throw e;
        }
        properties = Tables.properties(DeviceReport.properties());
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.Tables;
import io.github.stencil.tensor.gpu.GpuSupport;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Installs what TensorFlow needs to compute on an NVIDIA GPU. */
@Plugin(
        type = Command.class,
        name = "install-gpu",
        menuPath = "Plugins>Stencil>Stencil Install GPU Support...",
        description = "Downloads TensorFlow for NVIDIA GPUs, CUDA and cuDNN (Linux on x86-64; 2.5 GB).",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class InstallGpu extends StencilCommand {
    /** What the dialog says before it begins; without a dialog it begins at once. */
    @Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
    String explanation = """
            With this, networks and masks are computed on an NVIDIA GPU.
            It needs Linux on x86-64 and an NVIDIA driver, 525.60.13 or newer; no CUDA installation.

            Download: 2.5 GB (TensorFlow for GPUs 0.5 GB, CUDA 12.6 and cuDNN 9.5 2.0 GB).
            On disk: 3.9 GB in .stencil/gpu of your home folder, 6.5 GB while it is installed.
            What breaks off goes on from there next time. CUDA and cuDNN are under NVIDIA's licences.""";

    @Parameter(label = "Install", type = ItemIO.OUTPUT)
    ResultsTable installed;

    @Override
    protected void execute(Progress progress) {
        installed = Tables.properties(GpuSupport.standard().install(progress));
    }
}

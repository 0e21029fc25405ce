// Uses every command once or more, with images of its own names only, so that it does the same with and without a
// display. The argument is "DATA|ZARR|RESULTS".
folders = split(getArgument(), "|");
data = folders[0] + "/";
zarr = folders[1];
results = folders[2] + "/";

function keep(title, name) {
    selectImage(title);
    saveAs("Tiff", results + name);
}

run("Stencil Device...", "device=CPU");

run("Open OME-Zarr...", "file=[" + zarr + "] level=0");
keep(getTitle(), "opened.tif");

open(data + "images/nuclei-8bit.tif");
rename("nuclei");
truth = "[" + data + "truth/nuclei-8bit.tif]";
run("Apply Mask...", "image=nuclei mask=" + truth + " mode=Weight divisor=2 type=32-bit");
keep("nuclei-masked", "masked.tif");
run("Extract Class Pixels...", "image=nuclei mask=" + truth + " output=Statistics");
run("Extract Class Pixels...", "image=nuclei mask=" + truth + " output=Table limit=50 seed=7");
run("Extract Class Pixels...", "image=nuclei mask=" + truth + " include=2 output=[Vector image]");
keep(getTitle(), "vector.tif");

run("Labels to Categorical...", "labels=" + truth + " encoding=[0/255 8-bit] ids=compact");
keep("nuclei-8bit-categorical", "categorical.tif");
run("Categorical to Labels...", "image=categorical.tif minimum=0.5");
keep("categorical-labels", "again.tif");

run("Train U-Net...", "images=[" + data + "images] labels=[" + data + "truth] model=[" + results + "model]"
    + " depth=2 filters=4 patch=64 batch=2 epochs=2 rate=0.01 preview=false");
wait(1000);
run("Stencil Install Model...", "file=[" + results + "model] name=every");
run("Stencil Model Info...", "model=every");
run("Predict Masks...", "image=nuclei model=every output=Probabilities tta=true tile=128");
keep("nuclei-probabilities", "probabilities.tif");

run("Predict Masks...", "image=nuclei model=[" + data + "models/nuclei] output=Labels");
keep("nuclei-labels", "classes.tif");
run("Refine Masks...", "image=classes.tif include=1 grow=2 split=true tolerance=1 size=20");
keep("classes-objects", "objects.tif");
run("Measure Objects...", "labels=objects.tif image=nuclei ring=3");
run("Evaluate Segmentation...", "truth=[" + data + "instances/nuclei-8bit.tif] prediction=objects.tif kind=Objects"
    + " thresholds=0.5,0.75 overlay=true report=[" + results + "report.html]");
keep(getTitle(), "errors.tif");

// The ROIs go to the ROI Manager with a display, and to the image's overlay without one.
run("Labels to ROIs...", "labels=objects.tif");
run("ROIs to Labels...", "image=objects.tif by=Name");
keep(getTitle(), "drawn.tif");

run("Stencil Batch...", "command=refine input=[" + data + "truth] results=[" + results + "batch]"
    + " options=[include=1 grow=2] csv=true");
return "done";

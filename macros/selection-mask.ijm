// Masks an image by a selection.
//
// Here a threshold makes the selection. One that you draw works just as well.
//
// Runs in ImageJ and in Fiji, also after setBatchMode(true) and without a display.
// It asks for its folders, or takes them as the argument "DATA|RESULTS".
if (getArgument() != "") {
    folders = split(getArgument(), "|");
    data = folders[0] + "/";
    results = folders[1] + "/";
} else {
    data = getDirectory("Choose the folder sample-data");
    results = getDirectory("Choose a folder for the results");
}

open(data + "images/nuclei-8bit.tif");
setAutoThreshold("Otsu dark");
run("Create Selection");

// What is selected becomes 0, the rest stays: the background between the nuclei.
run("Apply Mask...", "mask=Selection mode=[Keep outside] fill=0");
saveAs("Tiff", results + "background-only.tif");

// With a display, the ROIs of the ROI Manager can be the mask, all of them together:
// run("Apply Mask...", "mask=[ROI Manager]");
getStatistics(area, mean, min, max);
print("Brightest pixel of the background: " + max);
return "" + max;

// Counts the nuclei of an image with three channels and measures them in each channel, in one command.
//
// The model sees the first channel alone. The table "Object Measurements" has a row per nucleus with its area, shape and
// its mean in each channel (MeanC1, MeanC2, MeanC3); the table "Object Counts" has a row per image and frame.
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

open(data + "three-channels/images/cells.tif");
image = getTitle();
run("Predict Masks...", "image=[" + image + "] model=[" + data + "models/nuclei] channel=1 output=Objects");
getStatistics(area, mean, min, max);
saveAs("Tiff", results + "nuclei.tif");
return "" + max;

// Extracts the pixels of each class and sums them up.
//
// The image has three channels; the mask has one, which counts for all of them.
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
mask = "mask=[" + data + "three-channels/truth/cells.tif]";

// A table with a row per class and channel: pixels, mean, deviation, min, max, median. An empty "include" takes every
// class but 0. Without a display the table is printed to the log.
run("Extract Class Pixels...", "image=" + image + " " + mask + " output=Statistics");
if (isOpen("Class Statistics")) {
    Table.save(results + "class-statistics.csv", "Class Statistics");
}

// The same pixels as an image, for further work: one pixel of class 1 after the other, with all its channels.
run("Extract Class Pixels...", "image=" + image + " " + mask + " include=1 output=[Vector image]");
saveAs("Tiff", results + "class-1-pixels.tif");
getDimensions(width, height, channels, slices, frames);
return "" + width * height * channels * slices * frames;

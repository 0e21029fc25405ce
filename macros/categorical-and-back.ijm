// Turns a label map into a stack with one channel per class, and back.
//
// Many programs want classes that way: channel 1 is full where the label is 0, channel 2 where it is 1, and so on.
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

open(data + "truth/nuclei-16bit.tif");
rename("labels");

// Without "classes" there are as many as the highest label needs.
run("Labels to Categorical...", "labels=labels classes=3 encoding=[0/255 8-bit]");
getDimensions(width, height, channels, slices, frames);
saveAs("Tiff", results + "categorical.tif");

// Back again: each pixel gets the class whose channel is highest there.
run("Categorical to Labels...", "image=categorical.tif");
rename("again");
saveAs("Tiff", results + "again.tif");

// Nothing is lost on the way.
imageCalculator("Difference create", "labels", "again.tif");
getStatistics(area, mean, min, max);
print(channels + " channels; largest difference after the way there and back: " + max);
return "" + channels + " " + max;

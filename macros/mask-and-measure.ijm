// Masks an image and measures what is left.
//
// The mask is a map of classes: 0 background, 1 nucleus, 2 border. Classes 1 and 2 count as inside.
// Everything else becomes NaN, "no number", which ImageJ leaves out when it measures. Only 32-bit images can hold NaN.
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

// "image" is not given, so it is the active image. "mask" can be a file, as here, or the title of an open image.
run("Apply Mask...", "mask=[" + data + "truth/nuclei-8bit.tif] include=1-2 fill=NaN type=32-bit");

// The result is now the active image.
getStatistics(area, mean, min, max, deviation);
getPixelSize(unit, width, height);
print("Nuclei: area " + area + " " + unit + "^2, mean " + mean + ", from " + min + " to " + max);
saveAs("Tiff", results + "nuclei-only.tif");
return "" + mean;

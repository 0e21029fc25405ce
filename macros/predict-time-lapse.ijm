// Predicts the nuclei of a time-lapse and follows how much of each frame they cover.
//
// Each frame is predicted on its own. The result has as many frames as the image.
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

open(data + "images/time-lapse.tif");
run("Predict Masks...", "model=[" + data + "models/nuclei] output=Labels");
setMinAndMax(0, 2);
getDimensions(width, height, channels, slices, frames);
covered = "";
for (frame = 1; frame <= frames; frame++) {
    Stack.setPosition(1, 1, frame);
    getHistogram(values, counts, 256);

    // Nuclei are what is class 1 (inside) or 2 (border).
    percent = 100 * (counts[1] + counts[2]) / (width * height);
    print("Frame " + frame + ": nuclei cover " + d2s(percent, 1) + "%");
    covered = covered + d2s(percent, 3) + " ";
}
saveAs("Tiff", results + "time-lapse.tif");
return covered;

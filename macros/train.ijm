// Trains a small network on the sample images and uses it at once.
//
// A few epochs on two images are enough to see that it works, not for a good network: give folders with your own images
// and labels (files of the same name), and leave out epochs, filters and patch, whose defaults are for real work.
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

model = results + "model";
run("Train U-Net...", "images=[" + data + "images] labels=[" + data + "truth] model=[" + model + "]"
    + " depth=2 filters=6 patch=96 batch=4 epochs=4 rate=0.01");

// The model folder needs no further parameter. Killed or stopped, the same line with resume=true goes on.
open(data + "images/nuclei-16bit.tif");
image = getTitle();
run("Predict Masks...", "image=[" + image + "] model=[" + model + "]");
saveAs("Tiff", results + "predicted.tif");
return getTitle();

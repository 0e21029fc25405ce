// Predicts the classes of every image in a folder.
//
// The model is a folder with a TensorFlow SavedModel. Its card, stencil.yaml, tells how to prepare images for it.
// The same on the command line, without opening ImageJ:
//     bin/stencil predict --image sample-data/images --model sample-data/models/nuclei --output RESULTS
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

folder = data + "images/";
files = getFileList(folder);
done = 0;
for (i = 0; i < files.length; i++) {
    if (endsWith(files[i], ".tif")) {
        open(folder + files[i]);
        image = getTitle();
        run("Predict Masks...", "image=[" + image + "] model=[" + data + "models/nuclei] output=Labels");

        // The result is the active image: 0 background, 1 nucleus, 2 border. Stacks stay stacks.
        setMinAndMax(0, 2);
        saveAs("Tiff", results + files[i]);
        close();
        selectImage(image);
        close();
        done++;
    }
}
print("Predicted " + done + " images.");
return "" + done;

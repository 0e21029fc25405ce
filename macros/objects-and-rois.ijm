// Finds the nuclei of an image as objects, measures them, scores them against a truth and draws their outlines.
//
// Objects have a number each. Where the model knows a class for borders, the interiors are taken apart first and then
// grown into the borders; "Refine Masks..." does the same with more choices, such as to split touching objects.
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
image = getTitle();
run("Predict Masks...", "image=[" + image + "] model=[" + data + "models/nuclei] output=Labels");
classes = getTitle();
run("Refine Masks...", "image=[" + classes + "] include=1 grow=2 size=20 split=true tolerance=1");
objects = getTitle();
getStatistics(area, mean, min, max);
saveAs("Tiff", results + "objects.tif");
objects = getTitle();

// How many objects are found, missed and too many, at several IoUs: table "Object Scores".
run("Evaluate Segmentation...",
    "truth=[" + data + "instances/nuclei-8bit.tif] prediction=[" + objects + "] kind=Objects thresholds=0.5,0.75");

// The outlines as an overlay of the label image; where=[ROI Manager] adds them there.
run("Labels to ROIs...", "labels=[" + objects + "] where=Overlay");
print(Overlay.size + " outlines of " + max + " objects");
return "" + max + " " + Overlay.size;

// Compares what two people have drawn on the same image.
//
// One of them is taken for the truth, the other is scored against it, class by class.
// Dice and IoU (Jaccard) are 1 where both agree in every pixel and 0 where in none.
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

truth = "truth=[" + data + "truth/nuclei-8bit.tif]";
prediction = "prediction=[" + data + "annotator2/nuclei-8bit.tif]";
run("Evaluate Segmentation...", truth + " " + prediction + " kind=Classes");

// Two tables open: a row per class, and a row per image. Without a display they are printed to the log.
answer = "";
if (isOpen("Class Scores")) {
    for (row = 0; row < Table.size("Class Scores"); row++) {
        name = Table.getString("Class", row, "Class Scores");
        iou = Table.get("IoU", row, "Class Scores");
        dice = Table.get("Dice", row, "Class Scores");
        print(Table.getString("Image", row, "Class Scores") + ", class " + name + ": IoU " + iou + ", Dice " + dice);
        answer = answer + iou + " ";
    }
    Table.save(results + "class-scores.csv", "Class Scores");
    Table.save(results + "segmentation-summary.csv", "Segmentation Summary");
}
return answer;

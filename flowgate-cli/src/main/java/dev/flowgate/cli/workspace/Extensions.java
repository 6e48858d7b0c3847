package dev.flowgate.cli.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** The jars that the launcher has put behind FlowGate's own, out of {@code extensions} and {@code FLOWGATE_EXTENSIONS}. */
public final class Extensions {
    /** The variable that names a folder of them. */
    public static final String FOLDER = "FLOWGATE_EXTENSIONS";

    private Extensions() {}

    /** Returns what is wrong with them: the JVM passes over a jar that it cannot read without a word. */
    public static List<String> problems() {
        List<String> problems = new ArrayList<>();
        String folder = System.getenv(FOLDER);
        if (folder != null && !folder.isEmpty() && !Files.isDirectory(Path.of(folder))) {
            problems.add(FOLDER + " is " + folder + ", which is not a folder, so nothing is taken from it");
        }
        String classPath = System.getProperty("java.class.path", "");
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(classPath)
                // The first is FlowGate itself, which names its own libraries.
                .skip(1)
                .forEach(jar -> check(jar, problems));
        return problems;
    }

    private static void check(String jar, List<String> problems) {
        try (ZipFile opened = new ZipFile(jar)) {
            if (opened.size() == 0) {
                problems.add("the extension " + jar + " is empty");
            }
        } catch (IOException unreadable) {
            problems.add("the extension " + jar + " is not used, because it cannot be read: " + unreadable.getMessage()
                    + ". Copy it again, or take it away");
        }
    }
}

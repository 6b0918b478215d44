package io.emstream.app.fit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Why a file cannot be read or written, in words: the JDK's exceptions often say no more than its path. */
public final class Reasons {
    /** Of a file that was opened but cannot be read, in the words of the system. */
    private static final String IS_A_DIRECTORY = "Is a directory";

    private Reasons() {}

    private static boolean isDirectory(FileSystemException failed) {
        return failed.getFile() != null && Files.isDirectory(Path.of(failed.getFile()));
    }

    private static String absence(NoSuchFileException absent) {
        Path file = Path.of(absent.getFile()).toAbsolutePath().normalize();
        // Only a root has no parent, and roots are there.
        Path directory = Objects.requireNonNullElse(file.getParent(), file);
        return Files.isDirectory(directory)
                ? "there is no such file in " + directory
                : "there is no directory " + directory + ", which must be made first";
    }

    /** The reason, to follow a colon. */
    public static String of(IOException failed) {
        if (failed instanceof NoSuchFileException absent) {
            return absence(absent);
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (IS_A_DIRECTORY.equals(failed.getMessage())
                || (failed instanceof FileSystemException file && isDirectory(file))) {
            return "it is a directory, must be a file";
        }
        if (failed instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return String.valueOf(failed.getMessage());
    }
}

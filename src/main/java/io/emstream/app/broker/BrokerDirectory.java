package io.emstream.app.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one broker, held under a lock of our own from before it is formatted until after it is let go.
 *
 * <p>Kafka locks its log directories too, but only halfway into its start and with a stack trace.
 */
final class BrokerDirectory implements AutoCloseable {
    private final Path root;
    private final boolean temporary;
    private final FileChannel lock;

    private BrokerDirectory(Path root, boolean temporary, FileChannel lock) {
        this.root = root;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is created if need be.
     *
     * @param wanted a directory to keep, or null for a temporary one that is deleted at close
     */
    static BrokerDirectory take(@Nullable Path wanted) {
        Path root = wanted;
        try {
            root = wanted == null
                    ? Files.createTempDirectory("emstream-broker-")
                    : Files.createDirectories(wanted.toAbsolutePath());
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new EmbeddedBrokerException("broker directory " + root + " is in use by another broker", null);
            }
            return new BrokerDirectory(root, wanted == null, channel);
        } catch (IOException e) {
            String place = root == null ? "in " + System.getProperty("java.io.tmpdir") : root.toString();
            throw new EmbeddedBrokerException("broker directory " + place + " " + reason(e), e);
        }
    }

    /** Where Kafka keeps its logs and its metadata. */
    Path data() {
        return root.resolve("data");
    }

    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary) {
            Utils.delete(root.toFile());
        }
    }

    /** Locks the file until the channel is closed; false when another process, or another broker of ours, has it. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "cannot be written: permission denied";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "is not a directory";
        }
        String detail = e instanceof FileSystemException files ? files.getReason() : e.getMessage();
        return "cannot be written: " + (detail == null ? e.toString() : detail);
    }
}

package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo keeps everything, closed to other users.
 *
 * <pre>
 * server/       the server's data folder: database, accounts, TLS certificate
 * server.log    what the server said
 * agent/        the agent's state folder
 * agent.log     what the agent said
 * stores/       certificate stores that the demo makes; the only folder in which the agent may change any
 * rules.json    says so to the agent
 * </pre>
 *
 * @param kept whether it stays when the demo ends
 */
record DemoFolder(Path path, boolean kept) {
    /** A new folder among the temporary files, for this run only. */
    static DemoFolder temporary() {
        try {
            return new DemoFolder(Files.createTempDirectory("quartermaster-demo-"), false).prepared();
        } catch (IOException e) {
            throw new DemoFailure("No temporary folder can be made (" + e + "); name one with --data.", e);
        }
    }

    /** @throws DemoFailure for a folder that has something in it: the demo makes accounts and must not touch real ones */
    static DemoFolder at(Path wanted) {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isDirectory(path)) {
                throw new DemoFailure(path + " is a file; name a new or an empty folder with --data.");
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                if (entries.iterator().hasNext()) {
                    throw new DemoFailure(path + " is not empty; name a new or an empty folder with --data.");
                }
            }
            return new DemoFolder(path, true).prepared();
        } catch (IOException e) {
            throw new DemoFailure("The folder " + path + " cannot be used (" + e + ").", e);
        }
    }

    private DemoFolder prepared() throws IOException {
        for (Path folder : new Path[] {server(), agent(), stores()}) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createFile(
                storeRules(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                storeRules(),
                JsonNodeFactory.instance
                        .objectNode()
                        .set("folders", JsonNodeFactory.instance.arrayNode().add(stores().toString()))
                        .toString());
        return this;
    }

    Path server() {
        return path.resolve("server");
    }

    Path serverLog() {
        return path.resolve("server.log");
    }

    Path agent() {
        return path.resolve("agent");
    }

    Path agentLog() {
        return path.resolve("agent.log");
    }

    Path storeRules() {
        return path.resolve("rules.json");
    }

    Path stores() {
        return path.resolve("stores");
    }

    /** Deletes everything in it, and the folder. Links are deleted, not followed. */
    void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

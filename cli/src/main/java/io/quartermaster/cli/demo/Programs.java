package io.quartermaster.cli.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs that the demo runs: those of this project as it was built, with the JDK that runs the demo.
 *
 * @param java of the JDK
 */
record Programs(Path java, Path serverJar, Path agentJar) {
    private static final Path SERVER = Path.of("server/target/quarkus-app/quarkus-run.jar");
    private static final Path AGENT = Path.of("agent/target/quartermaster-agent.jar");

    /** @throws DemoFailure when one is missing */
    static Programs built() {
        Path home = home();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        for (Path jar : List.of(home.resolve(SERVER), home.resolve(AGENT))) {
            if (!Files.exists(jar)) {
                throw new DemoFailure(jar + " is missing; ./qm demo builds it.");
            }
        }
        return new Programs(java, home.resolve(SERVER), home.resolve(AGENT));
    }

    /** The folder of the project: above {@code cli/target/quartermaster-cli.jar}, or above the compiled classes. */
    private static Path home() {
        try {
            Path start = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = start; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("server")) && Files.isDirectory(folder.resolve("agent"))) {
                    return folder;
                }
            }
            throw new DemoFailure("The demo runs from a built checkout; " + start + " is not inside one.");
        } catch (URISyntaxException e) {
            throw new DemoFailure("The folder of this program cannot be found out.", e);
        }
    }

    /** The folder of the JDK. */
    Path jdk() {
        return java.resolveSibling("..").normalize();
    }

    Path keytool() {
        return java.resolveSibling("keytool");
    }
}

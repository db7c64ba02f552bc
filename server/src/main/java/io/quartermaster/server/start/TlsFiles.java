package io.quartermaster.server.start;

import java.nio.file.Path;

/** A certificate (with its chain) and its key, as PEM files. */
record TlsFiles(Path certificate, Path key) {}

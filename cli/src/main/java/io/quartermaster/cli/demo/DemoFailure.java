package io.quartermaster.cli.demo;

import org.jspecify.annotations.Nullable;

/** The demo cannot go on, or found something that should not be. The message is one sentence for a person. */
final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        this(message, null);
    }

    DemoFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

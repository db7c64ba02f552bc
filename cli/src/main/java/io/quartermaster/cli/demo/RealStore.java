package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A certificate store on this machine.
 *
 * @param title for a person
 * @param password empty for a type without
 */
record RealStore(String title, Path path, Type type, Optional<Secret> password) {
    /** Those that the demo uses, with their numbers in the API. */
    enum Type {
        JKS(0),
        PEM(2),
        PKCS12(101);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}

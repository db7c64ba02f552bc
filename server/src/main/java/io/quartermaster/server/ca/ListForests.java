package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists the directory forests in which authorities could be looked for: the server knows none. */
@Singleton
public class ListForests {
    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    List<String> run(Caller caller) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return List.of();
    }
}

package io.quartermaster.server.security;

import static java.util.stream.Collectors.joining;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;

/** A caller may not do what the request asks for. Kept apart from other refusals because each one is audited. */
public final class PermissionDenied extends CommandException {
    private final List<PermissionString> missing;

    private PermissionDenied(ErrorKind kind, String message, List<PermissionString> missing) {
        super(kind, message);
        this.missing = List.copyOf(missing);
    }

    // Existing clients show both sentences to people and look for parts of them, so they are worded as they expect.
    static PermissionDenied withoutRole(Caller caller) {
        return new PermissionDenied(
                ErrorKind.NO_ROLE, "User " + caller.name() + " doesn't have the required permission", List.of());
    }

    /** For commands that find out by SQL which containers are out of reach. */
    public static PermissionDenied missing(Caller caller, List<PermissionString> missing) {
        String list = missing.stream().map(PermissionString::text).collect(joining(", "));
        return new PermissionDenied(
                ErrorKind.NO_PERMISSION,
                "User " + caller.name() + " does not have the required permissions: " + list + ".",
                missing);
    }

    /** What the caller would have needed besides what they hold; empty for a caller without any role. */
    public List<PermissionString> missing() {
        return missing;
    }
}

package io.quartermaster.server.db.embedded;

/** The password of a database role. {@code toString} does not show it. */
public record DatabasePassword(String value) {
    @Override
    public String toString() {
        return "DatabasePassword[hidden]";
    }
}

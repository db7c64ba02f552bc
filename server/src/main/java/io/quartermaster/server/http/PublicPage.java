package io.quartermaster.server.http;

import java.util.Set;

/**
 * Something that anybody may ask for without credentials, outside of the API's paths, in a form that a standard gives. How
 * often one address may ask, and how much it may send, is limited by the edge.
 */
public interface PublicPage {
    /** Of this path and everything below it; without a slash at the end. */
    String path();

    /** In upper case; with GET comes HEAD. */
    Set<String> verbs();

    /** What it is, for people. */
    String title();

    /** Answers a request. May take as long as a statement in the database. */
    PublicAnswer answer(PublicRequest request);
}

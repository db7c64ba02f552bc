package io.quartermaster.server.sim;

/** What the network may do to one call of an agent. */
enum Fault {
    /** The request never arrives. */
    DROP_REQUEST,
    /** The server acts on the request; its answer never arrives. */
    DROP_ANSWER,
    /** The server gets the request twice; the second answer arrives. */
    DUPLICATE,
    /** The caller gives up; the request arrives some steps later, among calls that were made after it. */
    DELAY,
    /** The request arrives at the same moment as some of those that were delayed. */
    TOGETHER,
    /** The server is killed while it acts on the request, between any two statements or just before its answer. */
    KILL_SERVER
}

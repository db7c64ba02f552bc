/**
 * What the agent says about itself: lines on standard output and in a file, which the server can fetch.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.log;

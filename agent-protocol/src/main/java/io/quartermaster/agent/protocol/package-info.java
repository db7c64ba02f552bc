/**
 * What agent and server say to each other, as records: one per message, member names in PascalCase on the wire.
 *
 * <p>Every call is a POST of one JSON object, answered by one JSON object with a {@link
 * io.quartermaster.agent.protocol.Result}. What is null on the wire is {@code @Nullable} here; unknown members are
 * ignored on both sides, so that either may be newer. Ids travel as text: a reader decides how strictly it takes them.
 *
 * <p>The shapes are those of the public C agent, so that this agent can be served unchanged. Members and messages of
 * our own say so in their Javadoc; older agents ignore them.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.protocol;

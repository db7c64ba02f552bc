/**
 * What the author of a custom job implements: {@link io.quartermaster.agent.spi.CustomJob}. Needs the JDK and
 * nothing else.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.spi;

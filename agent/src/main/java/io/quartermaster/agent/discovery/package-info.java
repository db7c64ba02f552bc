/**
 * Discovery jobs: looks for stores on this machine and tells the server where they are.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.discovery;

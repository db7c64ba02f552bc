@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.change;

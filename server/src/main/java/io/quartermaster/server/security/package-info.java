/**
 * Who is asking and what they may do: callers and their permissions, accounts, passwords.
 *
 * <p>People and agents are different accounts. A person has roles and speaks the public API; an agent's account has no
 * role and speaks the agent protocol only.
 */
@NullMarked
package io.quartermaster.server.security;

import org.jspecify.annotations.NullMarked;

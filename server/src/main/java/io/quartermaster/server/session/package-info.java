/**
 * The API that agents call: registration, heartbeat, and the calls of their jobs.
 *
 * <p>What agents read and choke on decides what is answered here. Refusals that the agent should log are answered with
 * status 200 and a {@code Result} that says so; whatever goes wrong below that has a status and an empty body, because
 * the C agent glues the bodies of its attempts together.
 */
@NullMarked
package io.quartermaster.server.session;

import org.jspecify.annotations.NullMarked;

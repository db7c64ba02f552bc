/**
 * Certificates: each once, however many certificate stores hold it.
 *
 * <p>Where a certificate lies is known from the inventories of {@code store}; here is what is known of the certificate
 * itself.
 */
@NullMarked
package io.quartermaster.server.cert;

import org.jspecify.annotations.NullMarked;

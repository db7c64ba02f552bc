package io.quartermaster.server.query;

import java.time.Instant;

/**
 * What the tokens in a query stand for.
 *
 * @param now {@code %TODAY%} is its day in UTC
 * @param callerName {@code %ME%}: the account as it signs in, {@code CORP\alice}, {@code alice@corp.example} or a plain
 *     name
 */
public record QueryContext(Instant now, String callerName) {
    /** {@code %ME-AN%}: the account without its domain. */
    String callerAccount() {
        int backslash = callerName.indexOf('\\');
        if (backslash >= 0) {
            return callerName.substring(backslash + 1);
        }
        int atSign = callerName.indexOf('@');
        return atSign > 0 ? callerName.substring(0, atSign) : callerName;
    }
}

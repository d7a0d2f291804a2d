package org.chartlift.audit;

import java.util.Objects;

/**
 * Who asked the server, as far as it knows.
 *
 * @param requester login or client id; never empty
 * @param requestId {@code X-Request-Id}; empty if there is none
 * @param address network address of the caller; empty for code on the server itself
 * @param server base URL of the server; empty if the call came from the server itself
 */
public record Caller(String requester, String requestId, String address, String server) {
    public Caller {
        Objects.requireNonNull(requester);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(address);
        Objects.requireNonNull(server);
    }
}

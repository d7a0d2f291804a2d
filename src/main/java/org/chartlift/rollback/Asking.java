package org.chartlift.rollback;

/**
 * Who asks, as the audit trail shall name them.
 *
 * @param requester who; {@code anonymous} if nobody logged in
 * @param requestId {@code X-Request-Id}; empty if there is none
 * @param address network address; empty if unknown
 * @param server base URL that was called; empty if unknown
 */
public record Asking(String requester, String requestId, String address, String server) {}

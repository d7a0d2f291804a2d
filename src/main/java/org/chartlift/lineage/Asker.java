package org.chartlift.lineage;

/**
 * Who asks.
 *
 * @param requester login or client id; {@code anonymous} if nobody logged in
 * @param requestId {@code X-Request-Id}; empty if there is none
 * @param address network address of the caller
 * @param server base URL that was called
 */
public record Asker(String requester, String requestId, String address, String server) {}

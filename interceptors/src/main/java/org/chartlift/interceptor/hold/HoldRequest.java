package org.chartlift.interceptor.hold;

import java.util.Objects;

/**
 * What is asked of a hold.
 *
 * @param subject {@code Patient/id}, or {@code Group/id} for all who are its members now
 * @param authority who ordered it, such as a court or a department; not empty
 * @param reason why, such as a file number; not empty
 */
public record HoldRequest(String subject, String authority, String reason) {
    public HoldRequest {
        Objects.requireNonNull(subject);
        if (authority.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a hold needs an authority and a reason");
        }
    }
}

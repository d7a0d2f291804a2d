package org.chartlift.rollback;

/**
 * Resources of one type that one author wrote between two checkpoints.
 *
 * @param type resource type
 * @param author {@code run}, {@code rollback} or {@code other}
 * @param who number of the run or rollback, or the name of the other
 * @param created resources that came to be
 * @param updated resources of which other versions were written
 * @param deleted resources that were deleted
 */
public record Difference(String type, String author, String who, long created, long updated, long deleted) {}

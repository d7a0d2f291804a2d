package org.chartlift.rollback;

/**
 * How fast a rollback goes.
 *
 * @param workers threads
 * @param resourcesPerSecond at most so many; 0 for no bound
 */
public record RollbackSettings(int workers, int resourcesPerSecond) {}

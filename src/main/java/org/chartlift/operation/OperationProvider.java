package org.chartlift.operation;

/**
 * Marks a bean whose {@code @Operation} methods the server offers. Every such bean is registered at start, is listed in the
 * CapabilityStatement and answers as an OperationDefinition. Implementations are called by many request threads at once.
 */
public interface OperationProvider {}

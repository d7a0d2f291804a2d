package org.chartlift.mapping;

import java.util.List;
import java.util.stream.Collectors;
import org.chartlift.mapping.rule.Fault;

/** A map set has faults and cannot run. The message lists all of them as {@code file:line: message}. */
public final class MappingFaultsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Fault> faults;

    public MappingFaultsException(List<Fault> faults) {
        super(faults.size() + " fault(s) in the maps:\n"
                + faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Every fault, by file and line. */
    public List<Fault> faults() {
        return faults;
    }
}

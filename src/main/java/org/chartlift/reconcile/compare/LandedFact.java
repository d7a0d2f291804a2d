package org.chartlift.reconcile.compare;

import java.util.List;
import org.chartlift.reconcile.landed.LandedResource;

/**
 * What a resource says.
 *
 * @param resource where it stands
 * @param values by field: the compared forms
 */
record LandedFact(LandedResource resource, List<List<String>> values) {}

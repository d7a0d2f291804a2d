/** A comparison as a job: which records are compared, page by page; thresholds, gate, reports, chart-review sample and repair. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.job;

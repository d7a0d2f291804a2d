/** What all records of a source system say together of those whom many patients' records share. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.directory;

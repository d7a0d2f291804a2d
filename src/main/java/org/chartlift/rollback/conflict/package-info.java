/** What a person is told of an edit that a rollback could not tell from our change. */
@NullMarked
package org.chartlift.rollback.conflict;

import org.jspecify.annotations.NullMarked;

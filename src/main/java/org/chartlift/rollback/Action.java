package org.chartlift.rollback;

import java.util.Locale;

/** What a rollback does with a resource that was written since the checkpoint. */
public enum Action {
    /** It becomes again what it was. */
    RESTORE,
    /** It came to be since and is deleted. */
    DELETE,
    /** Our change is taken back, later edits stay. */
    MERGE,
    /** It stays as it is, because of later edits or because something that stays refers to it. */
    KEEP,
    /** What cannot be taken back without losing an edit stays; a Task shows the sides. */
    CONFLICT,
    /** A legal hold is on it; it stays as it is. */
    HELD,
    /** It is already what it was. */
    UNTOUCHED;

    /** The word used outside Java. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Action of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

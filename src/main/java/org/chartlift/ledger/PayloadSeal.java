package org.chartlift.ledger;

/** Encrypts what the ledger keeps of the source. Safe for use by several threads; a payload that was tampered with does not open. */
public interface PayloadSeal {
    /** The sealed form; {@code context} must be given again to open it. */
    byte[] seal(byte[] plain, String context);

    /** The inverse; throws an unchecked exception if the payload or the context is not what was sealed. */
    byte[] open(byte[] sealed, String context);
}

package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.time.Clock;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.ledger.Marks;
import org.chartlift.ledger.MoveLedger;
import org.chartlift.ledger.QuarantineLedger;
import org.chartlift.ledger.RawStore;
import org.chartlift.ledger.RecordLedger;
import org.chartlift.ledger.WriteLedger;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;

/**
 * What every load uses; all of it is safe for use by several threads.
 *
 * @param fhir the R4 context
 * @param transactions HAPI's transactions, which our JDBC joins
 * @param system writes Bundles
 * @param stored reads what is there
 * @param hasher content hashes
 * @param checks what resources must pass
 * @param records rows of records
 * @param writes rows of writes and findings
 * @param marks numbers what happens to resources
 * @param moves rows of references that merges re-pointed
 * @param quarantine rows of quarantined records
 * @param raw bytes of records
 * @param metrics counters
 * @param clock for times of Tasks; conversion knows no clock
 */
public record LoadServices(
        FhirContext fhir,
        IHapiTransactionService transactions,
        IFhirSystemDao<Bundle, Meta> system,
        StoredResources stored,
        ContentHasher hasher,
        ResourceChecks checks,
        RecordLedger records,
        WriteLedger writes,
        Marks marks,
        MoveLedger moves,
        QuarantineLedger quarantine,
        RawStore raw,
        LoadMetrics metrics,
        Clock clock) {}

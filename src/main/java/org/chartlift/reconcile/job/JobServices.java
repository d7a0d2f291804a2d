package org.chartlift.reconcile.job;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.chartlift.ledger.RawStore;
import org.chartlift.ledger.RunLedger;
import org.chartlift.load.OperationalWriter;
import org.chartlift.reconcile.Witness;
import org.chartlift.run.Runs;
import org.chartlift.run.Spool;
import org.chartlift.security.PayloadCipher;
import org.chartlift.source.SourceReader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What every comparison uses; all of it is safe for use by several threads.
 *
 * @param fhir the R4 context
 * @param dataSource for the lock's own session
 * @param jdbc the database
 * @param transactions for rows that must come together
 * @param witness compares, by the files as they are now; a comparison keeps to the one it began with
 * @param thresholds as the files are now; throws {@link ThresholdsUnusableException}
 * @param readers of source files and records, by format
 * @param raw bytes of recorded records
 * @param runs rows of runs
 * @param migration does what a repair asks for
 * @param writer writes reports and Tasks
 * @param seal seals values of patients
 * @param hash hashes of values and identifiers
 * @param spool uploads
 * @param workers threads per comparison
 * @param clock for the times of comparisons
 */
public record JobServices(
        FhirContext fhir,
        DataSource dataSource,
        JdbcTemplate jdbc,
        PlatformTransactionManager transactions,
        Supplier<Witness> witness,
        Supplier<Thresholds> thresholds,
        Supplier<List<SourceReader>> readers,
        RawStore raw,
        RunLedger runs,
        Runs migration,
        OperationalWriter writer,
        PayloadCipher seal,
        KeyedHash hash,
        Spool spool,
        int workers,
        Clock clock) {
    Map<String, SourceReader> readersByFormat() {
        return readers.get().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(SourceReader::format, r -> r));
    }
}

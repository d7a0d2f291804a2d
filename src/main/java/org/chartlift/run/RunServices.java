package org.chartlift.run;

import java.time.Clock;
import org.chartlift.ledger.Accounts;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.MapSetLedger;
import org.chartlift.ledger.RunLedger;
import org.chartlift.load.KeptMaps;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.RunGate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What every run uses; all of it is safe for use by several threads.
 *
 * @param gate lets runs in, one at a time per source system and none beside a rollback
 * @param transactions for ledger rows that must come together
 * @param runs rows of runs
 * @param accounts the account
 * @param load what loading uses
 * @param operational writes Tasks and reports
 * @param maps the maps
 * @param keptMaps maps of earlier runs
 * @param mapSets files of the map sets of runs
 * @param lineage which records were loaded
 * @param checkpoints takes one before each run that writes
 * @param ids makes resource ids
 * @param spool uploads
 * @param workers threads per run
 * @param clock for the times of runs
 */
public record RunServices(
        RunGate gate,
        PlatformTransactionManager transactions,
        RunLedger runs,
        Accounts accounts,
        LoadServices load,
        OperationalWriter operational,
        Maps maps,
        KeptMaps keptMaps,
        MapSetLedger mapSets,
        LineageLedger lineage,
        Checkpoints checkpoints,
        ResourceIds ids,
        Spool spool,
        int workers,
        Clock clock) {}

package org.chartlift.ledger;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What PostgreSQL's planner knows of the ledger's tables. Autovacuum comes once a minute; a plan of 50,000 records is there within seconds, and set-based
 * statements that were planned for the few rows of before take hours on it.
 */
public final class TableStatistics {
    private TableStatistics() {}

    /** Refreshes, in a few hundred milliseconds for a table of any size. Not to be called in a transaction, which would make others wait. */
    public static void refresh(JdbcTemplate jdbc, List<String> tables) {
        tables.forEach(table -> jdbc.execute("analyze " + table));
    }
}

-- Comparisons: what all records of a source system say of practitioners, organizations and their roles. Keyed hashes only.

create table reconciliation_directory (
    reconciliation bigint   not null,
    part           int      not null,
    -- the kind of entry, and the search parameter and the server's hash by which it is found
    kind           text     not null,
    search_index   text     not null,
    lookup         bigint   not null,
    -- what makes two entries the same
    entity         bigint   not null,
    -- empty: that the entry is named at all
    field          text     not null,
    -- place of the last record that surely states it; -1 if none does
    seq            bigint   not null,
    -- whether a record that was asked for names the entry
    asked          boolean  not null,
    -- the values of which any may stand; 0 where there may be none
    hashes         bigint[] not null,
    primary key (reconciliation, part, kind, search_index, lookup, entity, field)
);

-- Comparisons of what sources say with what the server holds. Work rows and results; values of patients only sealed.

create table reconciliation (
    id           bigint generated always as identity primary key,
    -- SHA-256 over what was asked for: the same call finds its unfinished comparison by it
    asked        text        not null,
    -- what was asked for, without contents of uploads
    request      jsonb       not null,
    -- the layers of thresholds.yaml that it began with
    thresholds   jsonb       not null,
    -- words about the chart-review sample
    sample       text        not null default '',
    -- records that differed and were to be migrated again, the run that did it, and the comparison behind it
    repair_records jsonb,
    repair_run   bigint,
    repair_after bigint,
    state        text        not null check (state in ('running', 'completed', 'cancelled', 'superseded')),
    gate         text        check (gate in ('pass', 'fail')),
    requester    text        not null default '',
    x_request_id text        not null default '',
    started      timestamptz not null,
    finished     timestamptz
);
create index reconciliation_by_asked on reconciliation (asked, state);

create table reconciliation_request (
    id             text primary key,
    body_hash      text   not null,
    reconciliation bigint not null references reconciliation
);

-- one part for each source system
create table reconciliation_part (
    reconciliation bigint not null references reconciliation,
    part           int    not null,
    source_system  text   not null,
    state          text   not null check (state in ('reading', 'comparing', 'done')),
    -- SHA-256 over the headers of the sources; empty where the ledger is read
    scan           text   not null default '',
    primary key (reconciliation, part)
);

create table reconciliation_record (
    reconciliation bigint  not null,
    part           int     not null,
    -- place in the order in which records took effect
    seq            bigint  not null,
    source         int     not null,
    file           text    not null,
    number         int     not null,
    byte_offset    bigint  not null,
    byte_length    bigint  not null,
    sha256         bytea   not null,
    format         text    not null,
    kind           text    not null,
    -- stated: it is compared; else it says nothing
    state          text    not null check (state in ('stated', 'quarantined', 'excluded', 'unreadable')),
    -- whether it belongs to what was asked for, or only to the same patients
    asked          boolean not null,
    primary key (reconciliation, part, seq)
);
create unique index reconciliation_record_by_hash on reconciliation_record (reconciliation, part, sha256);

-- what the reading found: the patients' group, and the leaves counted from the bytes; no group where nothing is stated
create table reconciliation_read (
    reconciliation bigint not null,
    part           int    not null,
    group_no       bigint not null,
    seq            bigint not null,
    leaves         bigint not null,
    primary key (reconciliation, part, group_no, seq)
);

create table reconciliation_page (
    reconciliation bigint  not null,
    part           int     not null,
    page           int     not null,
    first_group    bigint  not null,
    last_group     bigint  not null,
    groups         bigint  not null,
    records        bigint  not null,
    done           boolean not null default false,
    primary key (reconciliation, part, page)
);

-- hashes of the identifiers by which the records name patients
create table reconciliation_key (
    reconciliation bigint not null,
    part           int    not null,
    hash           bigint not null,
    -- whether it names a patient of a group that is compared
    asked          boolean not null,
    primary key (reconciliation, part, hash)
);

create table reconciliation_check (
    reconciliation bigint not null,
    part           int    not null,
    page           int    not null,
    level          text   not null,
    name           text   not null,
    severity       text   not null,
    checked        bigint not null,
    violated       bigint not null,
    -- why it could not be made, or does not apply; empty if it was made
    error          text   not null default '',
    not_applicable text   not null default '',
    primary key (reconciliation, part, page, level, name, severity)
);

create table reconciliation_difference (
    reconciliation bigint not null,
    part           int    not null,
    page           int    not null,
    number         int    not null,
    level          text   not null,
    name           text   not null,
    severity       text   not null,
    record         text   not null,
    source_path    text   not null,
    reference      text   not null,
    server_path    text   not null,
    -- expected and actual, sealed
    content        bytea  not null,
    primary key (reconciliation, part, page, number)
);

alter table run drop constraint run_mode_check;
alter table run add constraint run_mode_check check (mode in ('validate', 'load', 'delta', 'retry', 'repair'));

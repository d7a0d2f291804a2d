-- The ledger. Rows are narrow and are written in the transaction of the data they account for.

create table source_system (
    id  int generated always as identity primary key,
    uri text not null unique
);

create table map_set (
    id     int generated always as identity primary key,
    digest text not null unique
);

create table run (
    id            bigint generated always as identity primary key,
    source_system int         not null references source_system,
    map_set       int         not null references map_set,
    mode          text        not null check (mode in ('validate', 'load', 'retry')),
    on_error      text        not null check (on_error in ('quarantine', 'stop')),
    -- SHA-256 over what was asked for: the same call finds its unfinished run by it
    asked         text        not null,
    -- SHA-256 over the headers that the scan found; null until the plan is complete
    scan          text,
    state         text        not null check (state in ('scanning', 'loading', 'completed', 'failed', 'stopped', 'cancelled', 'superseded')),
    reason        text        not null default '',
    x_request_id  text        not null default '',
    started       timestamptz not null,
    finished      timestamptz
);
create index run_by_scope on run (source_system, state);

create table request (
    id        text primary key,
    body_hash text   not null,
    run       bigint not null references run
);

create table control_total (
    run     bigint not null references run,
    kind    text   not null,
    records bigint not null,
    bytes   bigint not null,
    primary key (run, kind)
);

create table source_record (
    run          bigint  not null,
    seq          bigint  not null,
    source       int     not null,
    file         text    not null,
    number       int     not null,
    byte_offset  bigint  not null,
    byte_length  bigint  not null,
    sha256       bytea   not null,
    format       text    not null,
    kind         text    not null,
    control_id   text    not null default '',
    chunk        bigint,
    duplicate_of bigint,
    -- the disposition was known before anything was converted: excluded, or applied before
    planned      boolean not null default false,
    disposition  text check (disposition in ('created', 'updated', 'unchanged', 'merged', 'quarantined', 'excluded')),
    reason       text    not null default '',
    primary key (run, seq)
) with (fillfactor = 80);
create index source_record_by_chunk on source_record (run, chunk, seq);

create table applied (
    source_system int    not null,
    sha256        bytea  not null,
    map_set       int    not null,
    run           bigint not null,
    seq           bigint not null,
    primary key (source_system, sha256, map_set)
);

-- compressed, then encrypted; a long record is cut into parts before that
create table raw_source (
    sha256  bytea not null,
    part    int   not null,
    payload bytea not null,
    primary key (sha256, part)
);
alter table raw_source alter column payload set storage external;

create table write (
    run            bigint not null,
    seq            bigint not null,
    resource_type  text   not null,
    resource_id    text   not null,
    version        bigint,
    version_before bigint,
    hash_before    bytea,
    hash_after     bytea  not null,
    op             text   not null check (op in ('created', 'updated', 'unchanged', 'repointed'))
);
create index write_by_run on write (run);
create index write_by_resource on write (resource_type, resource_id);

create table finding (
    run         bigint not null,
    seq         bigint,
    file        text   not null default '',
    stage       text   not null check (stage in ('scan', 'load')),
    severity    text   not null check (severity in ('A', 'B', 'C')),
    rule        text   not null,
    source_path text   not null,
    target_path text   not null,
    message     text   not null
);
create index finding_by_record on finding (run, seq);

create table coverage (
    run     bigint not null,
    kind    text   not null,
    rule    text   not null,
    outcome text   not null,
    leaves  bigint not null,
    primary key (run, kind, rule, outcome)
);

-- stands alone: what it needs to be tried again does not depend on the rows of the run that met it
create table quarantine (
    source_system int    not null,
    sha256        bytea  not null,
    run           bigint not null,
    seq           bigint not null,
    chunk         bigint not null,
    file          text   not null,
    number        int    not null,
    byte_offset   bigint not null,
    byte_length   bigint not null,
    format        text   not null,
    kind          text   not null,
    control_id    text   not null,
    scan_findings jsonb  not null,
    findings      jsonb  not null,
    task          text   not null,
    state         text   not null check (state in ('open', 'resolved')),
    resolved_by   bigint,
    primary key (source_system, sha256)
);
create index quarantine_open on quarantine (source_system, run, seq) where state = 'open';

-- Checkpoints and rollbacks. One sequence numbers everything that happens to resources, so that one number divides before from after:
-- whoever writes such a row holds the shared lock (EditLedger) until the commit, and a checkpoint takes it alone to draw its number.
create sequence mark;

-- a write of a run, or of a rollback
alter table write alter column run drop not null;
alter table write alter column hash_after drop not null;
alter table write add column rollback bigint;
alter table write add column mark bigint not null default nextval('mark');
alter table write drop constraint write_op_check;
alter table write add constraint write_op_check
    check (op in ('created', 'updated', 'unchanged', 'repointed', 'remapped', 'restored', 'deleted'));
alter table write add constraint write_by_one check ((run is null) <> (rollback is null));
create index write_by_mark on write (mark) where version is not null;

alter table applied add column mark bigint not null default nextval('mark');
create index applied_by_mark on applied (mark);
alter table moved add column mark bigint not null default nextval('mark');

-- versions that anybody else wrote, from the transaction that wrote them
create table edit (
    mark          bigint      not null default nextval('mark'),
    resource_type text        not null,
    resource_id   text        not null,
    version       bigint      not null,
    change        text        not null check (change in ('create', 'update', 'delete')),
    who           text        not null,
    x_request_id  text        not null,
    at            timestamptz not null,
    primary key (resource_type, resource_id, version)
);
create index edit_by_mark on edit (mark);

create table checkpoint (
    id           bigint generated always as identity primary key,
    label        text        not null,
    cause        text        not null check (cause in ('request', 'run', 'rollback')),
    mark         bigint      not null,
    root         bytea       not null,
    leaves       bigint      not null,
    counts       jsonb       not null,
    requester    text        not null,
    x_request_id text        not null,
    taken        timestamptz not null
);
alter table run add column checkpoint bigint references checkpoint;

create table rollback (
    id           bigint generated always as identity primary key,
    -- what to go back to
    checkpoint   bigint      not null references checkpoint,
    -- SHA-256 over checkpoint, scope and strategy: a plan is found by it
    asked        text        not null,
    strategy     text        not null check (strategy in ('merge', 'refuse', 'keep-newer')),
    scope        jsonb       not null,
    state        text        not null
        check (state in ('planning', 'planned', 'executing', 'completed', 'cancelled', 'failed', 'stale')),
    -- what had happened when the plan began
    mark         bigint      not null,
    plan_hash    text,
    reason       text        not null,
    -- the state before the rollback
    before       bigint references checkpoint,
    requester    text        not null,
    x_request_id text        not null,
    started      timestamptz not null,
    finished     timestamptz
);
create index rollback_by_asked on rollback (asked, state);

create table rollback_item (
    rollback      bigint not null,
    seq           bigint not null,
    pid           bigint not null,
    resource_type text   not null,
    resource_id   text   not null,
    -- the version to go back to; null if there was none
    base          bigint,
    -- the version when the plan was made
    current       bigint not null,
    -- whether it is there now
    live          boolean not null,
    -- whether anybody else has written it since
    edited        boolean not null default false,
    -- whether the base was written after the checkpoint
    late          boolean not null default false,
    action        text check (action in ('restore', 'delete', 'merge', 'keep', 'conflict', 'held', 'untouched')),
    why           text   not null default '',
    -- units in order; within the deletions those that refer stand before what they refer to
    unit          int,
    stage         int,
    -- the version that was written; null before, and where nothing is to be written
    written       bigint,
    done          boolean not null default false,
    primary key (rollback, seq)
);
create index rollback_item_by_pid on rollback_item (rollback, pid);
create index rollback_item_by_unit on rollback_item (rollback, stage, unit) where unit is not null;

create table rollback_request (
    id        text primary key,
    body_hash text   not null,
    rollback  bigint not null references rollback
);

-- what the ledger remembered of records that were rolled back; going forward again gives it back
create table forgotten (
    rollback bigint not null references rollback,
    kind     text   not null check (kind in ('applied', 'moved')),
    content  jsonb  not null
);
create index forgotten_by_rollback on forgotten (rollback);

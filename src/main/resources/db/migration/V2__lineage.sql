-- The files of each map set that a run used, so that its maps can be compiled again: JSON, layer by layer, compressed.
create table map_set_files (
    map_set int   primary key references map_set,
    files   bytea not null
);
alter table map_set_files alter column files set storage external;

alter table run drop constraint run_mode_check;
alter table run add constraint run_mode_check check (mode in ('validate', 'load', 'delta', 'retry'));
-- the maps that the source system's records were last loaded with, where they are others than this run's
alter table run add column previous_map_set int references map_set;

-- a changed rule made another content of records that were loaded before
alter table write drop constraint write_op_check;
alter table write add constraint write_op_check check (op in ('created', 'updated', 'unchanged', 'repointed', 'remapped'));

-- codes that a vocabulary was asked for and did not know
create table unmapped_code (
    run        bigint not null,
    vocabulary text   not null,
    system     text   not null,
    -- as written, where it looks like a code; else its length
    code       text   not null,
    leaves     bigint not null,
    primary key (run, vocabulary, system, code)
);

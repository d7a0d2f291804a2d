-- the Binaries of a rollback's reverse delta
create table delta_file (
    rollback bigint not null references rollback,
    seq      int    not null,
    kind     text   not null,
    binary_id text  not null,
    entries  bigint not null,
    primary key (rollback, seq)
);

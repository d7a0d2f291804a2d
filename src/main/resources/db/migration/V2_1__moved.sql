-- References that lead elsewhere than the source said, because a patient, visit or account was merged or moved. An unlink gives back by it.

create table moved (
    resource   text   not null,
    path       text   not null,
    moved_from text   not null,
    moved_to   text   not null,
    run        bigint not null,
    seq        bigint not null,
    primary key (resource, path, moved_from)
);
create index moved_by_from on moved (moved_from);

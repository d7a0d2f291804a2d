-- up to which mark the reverse delta goes; null where there is none
alter table rollback add delta_mark bigint;

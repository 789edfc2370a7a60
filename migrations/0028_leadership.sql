-- Which term of leading it is. Of several services on one PostgreSQL one leads: it signs lists,
-- checkpoints and packs, releases what was approved and queues notices. Who leads is decided by a
-- lock of the engine, which ends with its connection; this row is for the one who was paused or
-- cut off meanwhile and believes that it still leads. Each new leader raises the term, and what a
-- leader writes compares its own term with this one in the same transaction.
--
-- SQLite has one machine and no such lock: there every service leads, and the term stays 0.
create table leadership (
    id bigint primary key check (id = 1),
    term bigint not null
);
insert into leadership (id, term) values (1, 0);

-- Searching: what holds a word, or is of a province, a star level, a year.
--
-- Derived from `certificates` and `dossiers`, so no part of the book: it has no events, and can be
-- made again from them. Written in the transaction of what it speaks of.

-- Things are numbered: certificates by their place in the book, dossiers by their identity.
-- `members` says which of the 4,096 things of a block have a term, as offsets while they are few
-- and as a bitmap when they are many (src/register/search/members.rs). So a question with any
-- number of words and filters reads some dozens of short rows for each of them, whatever the
-- register holds, and newest first is the order of the blocks.
--
-- `term` is a number, because numbers sort alike on both engines whatever the collation: a folded
-- word is its letters and digits in base 37, so that what begins alike lies side by side; a day
-- counts days; names are hashes (src/register/search/term.rs).
create table search (
    shelf text not null,
    field text not null,
    term bigint not null,
    block bigint not null,
    members text not null,
    primary key (shelf, field, term, block)
);

-- How far what was recorded before is taken in: everything below `next`, and everything from
-- `until` on, which was recorded since. A register answers no search while `next` is below
-- `until`: half an answer would look like a whole one.
create table search_filling (
    shelf text primary key,
    next bigint not null,
    until bigint not null
);
insert into search_filling (shelf, next, until)
    select 'certificates', 0, size from log_head;

-- The changes of one certificate in their order, without sorting.
drop index status_changes_of;
create index status_changes_of on status_changes (council, certificate_index, position);

-- What ends on one day comes in the order of the book, without sorting.
drop index certificates_ending;
create index certificates_ending on certificates (valid_through, position);

-- Decisions are named by their number.
create index decisions_by_number on decisions (number, id);

-- The packs for verifiers without a network. They are made from what is in the register, and
-- are no entries of the book.

-- A row for each pack that was made: what it speaks of, and its signature. A pack is not kept:
-- every replica makes its bytes again from certificates, trust list and status lists, and knows
-- by the signature that they are the same. An older row says what somebody who holds that pack
-- lacks. `position` is the end of the book that it speaks of, `status_serial` the last signing
-- of a status list that could be in it. Never changed.
create table packs (
    sequence bigint primary key,
    position bigint not null,
    trust_list bigint not null references trust_lists (version),
    status_serial bigint not null,
    made_at text not null,
    kid text not null,
    signature text not null
);

-- The status lists of the newest pack, for `status_lists` goes on to newer ones. Rows are
-- replaced, all of them with each pack.
create table pack_status_lists (
    council text primary key references councils (code),
    serial bigint not null,
    cwt text not null
);

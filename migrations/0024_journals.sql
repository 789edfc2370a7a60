-- What market inspectors checked, as their devices kept it: a journal for each device, an entry
-- after the other, each naming the hash of the one before. A device writes its journal alone and
-- nothing in it is ever changed, so two copies cannot differ but by their length.
--
-- Operational data without events: where an inspector was is not for the public log. The hashes
-- show afterwards that nothing was changed.

-- A device of an account: an inspector may have several, an account's device is nobody else's.
-- `device` is what the device drew by lot (16 bytes, base64url). `size` counts its entries, which
-- are dense from 1; `head` is the hash of the last.
create table journals (
    id bigint primary key,
    device text not null unique,
    account bigint not null references accounts (id),
    size bigint not null,
    head text not null,
    created_at text not null,
    synchronised_at text not null
);
create index journals_by_account on journals (account, id);

-- `entry` is the JSON exactly as the device wrote it, `hash` its SHA-256. The other columns are
-- what it says, for lists. `kind` is `check`, or `addition` to the check with the counter `adds_to`:
-- a note, a place or a photograph. `verdict` is the device's; `judged_again` is the judge's here,
-- of the same code at the same instant when the entry came in, with what the register knew then.
-- Both are null where a number was typed: without a code there is nothing to judge. `council` and
-- `certificate_index` are the certificate that the judge here found signed in the code, or the
-- number that was typed, whether or not there is such a certificate. `photograph` is the hash of a picture that comes after the entry; `photograph_at` is
-- when it did, and `photograph_id` which of `photographs` it is, a table that is made later.
create table journal_entries (
    id bigint primary key,
    journal bigint not null references journals (id),
    counter bigint not null,
    account bigint not null references accounts (id),
    hash text not null,
    entry text not null,
    kind text not null,
    adds_to bigint,
    checked_at text not null,
    verdict text,
    judged_again text,
    council text,
    certificate_index bigint,
    photograph text,
    photograph_id bigint,
    photograph_at text,
    received_at text not null,
    unique (journal, counter)
);
-- Lists are of checks, the newest first by when they were made: a device may be synchronised days
-- later.
create index journal_checks_by_account on journal_entries (account, checked_at, id)
    where kind = 'check';
create index journal_checks_by_verdict on journal_entries (account, verdict, checked_at, id)
    where kind = 'check';
create index journal_checks_by_device on journal_entries (journal, checked_at, id)
    where kind = 'check';
create index journal_entries_by_addition on journal_entries (journal, adds_to, counter)
    where adds_to is not null;
create index journal_entries_by_photograph on journal_entries (journal, photograph)
    where photograph is not null;

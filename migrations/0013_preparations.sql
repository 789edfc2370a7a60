-- Decisions on their way: prepared by one person, approved by another, released once.
--
-- Not public until it is released; then `decisions` and `certificates` say what came of it.

-- A decision that is prepared. States: draft; submitted, for the chair to look at; approved;
-- released, when every line has its certificate; abandoned. `scan` is the SHA-256 of the signed
-- paper, which lies in the folder `files`. `prepared_by` is who changed it last; `released` is
-- how many lines have their certificates. From `begun_at` on, when the first of them is about to
-- be sealed, nothing of it changes any more. `problem` is why a release stands still: JSON with a
-- code and words.
create table preparations (
    id bigint primary key,
    council text not null references councils (code),
    authority text not null,
    number text not null,
    decided_on text not null,
    scan text,
    state text not null,
    prepared_by bigint not null references accounts (id),
    created_at text not null,
    changed_at text not null,
    begun_at text,
    decision bigint references decisions (id),
    released bigint not null default 0,
    released_at text,
    problem text,
    version bigint not null
);
create index preparations_by_council on preparations (council, state, id);
create index preparations_by_state on preparations (state, id);
create index preparations_by_number on preparations (number, id);

-- Its lines, with the columns of a list. `dossier` is the one that a line came from.
create table preparation_lines (
    preparation bigint not null references preparations (id),
    line bigint not null,
    dossier bigint references dossiers (id),
    product text not null,
    producer text not null,
    producer_kind text not null,
    address text not null,
    set_no bigint not null,
    score_a bigint not null,
    score_b bigint not null,
    score_c bigint not null,
    stars bigint not null,
    product_code text,
    gtin text,
    lowered_because text,
    renews text,
    primary key (preparation, line)
);
create index preparation_lines_by_dossier on preparation_lines (dossier);

-- Everybody who changed a preparation: none of them may approve it.
create table preparation_hands (
    preparation bigint not null references preparations (id),
    account bigint not null references accounts (id),
    primary key (preparation, account)
);

-- What was approved, by whom. Two people, by the table itself. An approval is of one version,
-- and of one digest: the SHA-256 of exactly what is to be signed, in its one form. A later
-- change sets `voided_at`, and only one approval of a preparation stands.
create table approvals (
    id bigint primary key,
    preparation bigint not null references preparations (id),
    version bigint not null,
    digest text not null,
    prepared_by bigint not null references accounts (id),
    approved_by bigint not null references accounts (id),
    approved_at text not null,
    voided_at text,
    check (approved_by <> prepared_by)
);
create unique index approvals_that_stand on approvals (preparation) where voided_at is null;

-- Requests that carried an Idempotency-Key, and what was answered: sent again, they get the
-- same answer. Written in the transaction of the act itself, so that there is one act for a key
-- whoever sends it when. `request` is the SHA-256 of route and body.
create table idempotency (
    account bigint not null references accounts (id),
    key text not null,
    request text not null,
    status bigint not null,
    answer text not null,
    kept_at text not null,
    primary key (account, key)
);

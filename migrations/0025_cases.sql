-- Cases of false claims: what an inspector found, what is held of it, and what became of it.
--
-- Operational and personal data without events: who is suspected of what is not for the public
-- log, and must be able to be forgotten when the law says so. Acts are in the trail.

-- A case. `year` and `number` are its reference for people, `VV-2026-000123`: the numbers are dense
-- within a year. `secret` (16 bytes by lot, base64url) is the address of the page where anybody who
-- was given the case file repeats its checks: it cannot be guessed, and says nothing of people.
--
-- `council`, `certificate_index`, `product_set` (`2023-11`: catalogue and number), `product` and
-- `producer` are of the first certificate that is concerned, as lists need them; all of them stand
-- in the evidence. `province` is a unit
-- of today, where it was found; `position` is a place to some metres (`22.66,106.25`), which is
-- kept only where the inspector wants it. `result` comes with the move that ends the work.
create table cases (
    id bigint primary key,
    year bigint not null,
    number bigint not null,
    secret text not null unique,
    kind text not null,
    state text not null,
    statement text not null,
    province text,
    place text not null,
    position text,
    council text,
    certificate_index bigint,
    product_set text,
    product text,
    producer text,
    shop text not null,
    shop_address text not null,
    assignee bigint references accounts (id),
    result text,
    outcome text,
    decision text,
    opened_by bigint not null references accounts (id),
    opened_at text not null,
    changed_at text not null,
    version bigint not null,
    unique (year, number)
);
create index cases_by_state on cases (state, id);
create index cases_by_assignee on cases (assignee, id) where assignee is not null;
-- What is counted for the whole programme is read from this alone.
create index cases_counted on cases (state, kind, province, product_set);

-- What a case stands on: one row for each entry of a journal, code, certificate, photograph, note
-- or shopper's report. Nothing is ever taken out; what is wrong is struck, with its reason, and
-- still shows. So the three `struck` columns are the only ones that are updated, once.
--
-- What was known is kept with it: `verdict` is what was said when it was checked (by the device,
-- for an entry), `judged` the verdict of the judge here for that same instant, whole, as JSON, and
-- `proof` the proof that the certificate is in the public log. A case file that is written years
-- later says the same. `report` is of the table of shoppers' reports, which comes later.
create table case_evidence (
    id bigint primary key,
    of_case bigint not null references cases (id),
    place bigint not null,
    kind text not null,
    entry bigint references journal_entries (id),
    report bigint,
    code text,
    council text,
    certificate_index bigint,
    verdict text,
    checked_at text,
    judged text,
    proof text,
    photograph text,
    note text,
    added_by bigint not null references accounts (id),
    added_at text not null,
    struck_by bigint references accounts (id),
    struck_at text,
    struck_because text,
    unique (of_case, place)
);

-- What happened to a case, in its order: opened, moved, assigned. The trail says it too, but the
-- trail is not for everybody who may see a case.
create table case_moves (
    of_case bigint not null references cases (id),
    place bigint not null,
    act text not null,
    state text not null,
    note text,
    made_by bigint not null references accounts (id),
    made_at text not null,
    primary key (of_case, place)
);

-- Who was told: the council that issued the certificate, the one that took its place, and the
-- province's where the producer is. It is also who may see the case. `seen_at` is when somebody of
-- the council said that it was read.
create table case_councils (
    of_case bigint not null references cases (id),
    council text not null references councils (code),
    because text not null,
    told_at text not null,
    seen_by bigint references accounts (id),
    seen_at text,
    primary key (of_case, council)
);
create index case_councils_by_council on case_councils (council, of_case);
create index case_councils_unseen on case_councils (council, of_case) where seen_at is null;

-- Case files that were handed out, by their SHA-256 (base64url), so that whoever holds one can see
-- that it is as it was written, and of which state of the case.
create table case_files (
    of_case bigint not null references cases (id),
    digest text not null,
    version bigint not null,
    made_by bigint references accounts (id),
    made_at text not null,
    primary key (of_case, digest)
);

-- Inspectors are listed to be assigned to a case.
create index grants_by_role on grants (role, account);

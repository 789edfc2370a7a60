-- Runs of labels with serials: which counts of a certificate were printed when, for which lot.
--
-- Operational data: written without events, so that nothing of it is in the public log. The public
-- book says what a certificate is worth; a run says which of its labels there are.

-- The key of a year (UTC+07:00), by which the service knows the serials of the runs that were
-- recorded in it: 32 random bytes in base64url, made with the first of them. It stands in the
-- register because every server on the register must know a label that any of them made, and
-- because it is worth what the register is worth: a backup that restores the runs restores what
-- checks them. Whoever has it can write serials that the service takes for its own (no signature:
-- those are made by keys that are never in here), so a copy of the register is kept as one with
-- password hashes is. Never shown, listed, logged or sent; never replaced, for labels that were
-- printed stay on their packages.
create table serial_keys (
    year bigint primary key,
    key text not null,
    made_at text not null
);

-- A run: the counts `first` to `first + count - 1` of one certificate. Each begins where the one
-- before it ended, which is found out and written in one transaction: so each serial is there
-- once, and two that found the same beginning cannot both be written. `producer` is the folded
-- name of the certificate's producer, by which a producer finds their runs. `made_by` is as the
-- trail writes it. `request` is the key of the request that began it, with who sent it: sent
-- again, it finds its run.
--
-- The rest is of the files that were ordered with it. Texts are made again from the key whenever
-- they are asked for, and so are files; `wanted` says which, as JSON, null for none. Of `parts`
-- that they come in, `parts_made` are durable in the folder of `worker`; it works alone as long
-- as it writes itself anew before `worked_until`. `problem` is why it stands still: JSON with a
-- code and words; `finished_at` is when the last file was durable.
create table label_runs (
    id bigint primary key,
    council text not null,
    certificate_index bigint not null,
    kind text not null check (kind in ('full', 'compact')),
    first bigint not null check (first >= 1),
    count bigint not null check (count >= 1),
    key_year bigint not null references serial_keys (year),
    lot text,
    printer text,
    producer text not null,
    made_by text not null,
    made_at text not null,
    request text unique,
    wanted text,
    parts bigint not null,
    parts_made bigint not null default 0,
    finished_at text,
    problem text,
    worker text,
    worked_until text,
    unique (council, certificate_index, first),
    foreign key (council, certificate_index) references certificates (council, certificate_index)
);
create index label_runs_by_certificate on label_runs (council, certificate_index, id);
create index label_runs_by_council on label_runs (council, id);
create index label_runs_by_producer on label_runs (producer, id);

-- Those whose files are still to be made: few, whatever was printed before.
create index label_runs_to_make on label_runs (id)
    where finished_at is null and problem is null;

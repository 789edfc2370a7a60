-- What happens to certificates after issuing, and the signed lists that say so.

-- Every revocation, suspension, lifting and replacement, in the order of the book. A row is
-- written in the transaction that updates `certificates.status`, and never changed: what holds
-- is the last row of a certificate. The ground is null where no wrong is said (lifted,
-- superseded); a replacement needs no decision of its own, that of the newer certificate is one.
create table status_changes (
    position bigint primary key references events (position),
    council text not null,
    certificate_index bigint not null,
    status bigint not null check (status >= 0 and status <= 3),
    ground text,
    decision text,
    decided_on text,
    replaced_by_council text,
    replaced_by_index bigint,
    changed_at text not null,
    foreign key (council, certificate_index) references certificates (council, certificate_index),
    foreign key (replaced_by_council, replaced_by_index)
        references certificates (council, certificate_index)
);
create index status_changes_of on status_changes (council, certificate_index);

-- What a key is for: `certificate` or `status`. One key never serves both, so the kid stays
-- unique over all of them.
alter table keys add column purpose text not null default 'certificate';

-- The newest signed status list of each council, in both forms, so that every replica sends the
-- same bytes. `serial` counts every signing: readers ask for what is newer than what they hold,
-- and a signer that saw an older list than the stored one is refused. Rows are replaced: an old
-- list says nothing that `status_changes` does not.
create table status_lists (
    council text primary key references councils (code),
    serial bigint not null unique,
    signed_at text not null,
    cwt text not null,
    jwt text not null
);

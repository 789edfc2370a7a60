-- What councils wrote down with certificates so far only for people: renewals, reasons, and
-- which certificates were taken over from paper.

-- A renewal is a new decision and certificate; the old one runs on to its own end, so its status
-- does not change and a table of its own links the two. A certificate whose renewal was revoked
-- or superseded since can be renewed again: what holds is its last row.
create table renewals (
    position bigint primary key references events (position),
    council text not null,
    certificate_index bigint not null,
    renewed_by_council text not null,
    renewed_by_index bigint not null,
    recorded_at text not null,
    unique (council, certificate_index, renewed_by_council, renewed_by_index),
    foreign key (council, certificate_index) references certificates (council, certificate_index),
    foreign key (renewed_by_council, renewed_by_index)
        references certificates (council, certificate_index)
);

-- Why the stars are fewer than the score earns, and why the term of a certificate that was taken
-- over from paper is not the rule's; the instant of taking over is null for what was issued here.
alter table certificates add column lowered_because text;
alter table certificates add column valid_through_reason text;
alter table certificates add column taken_over_at text;

-- What ends soon is asked for every day.
create index certificates_ending on certificates (valid_through);

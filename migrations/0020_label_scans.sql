-- Scans of labels with serials: how often, on which day, in which province. So that a label that
-- was copied shows, and a shopper is told how often this one was checked.
--
-- Nothing here is of a person, and nothing may become so (Law 91/2025): no address, cookie, kind of
-- browser, position or instant. The day (UTC+07:00) and the province are the finest that is kept.
-- Operational data without events: what shoppers do is not for the public log.

-- A label that was scanned, with what is said of it, brought up to date in the transaction that
-- counts: lists read these rows by an index, and sum nothing up. `provinces` are the units that
-- are known, separated by spaces; there are 34. `score` is by the limits that were configured when
-- the label was last scanned. `id` counts, so that lists go on by two numbers.
create table scanned_labels (
    id bigint primary key,
    council text not null,
    certificate_index bigint not null,
    serial_count bigint not null,
    times bigint not null,
    first_on text not null,
    last_on text not null,
    days bigint not null,
    most_on_a_day bigint not null,
    provinces text not null,
    most_provinces_on_a_day bigint not null,
    score bigint not null,
    unique (council, certificate_index, serial_count),
    foreign key (council, certificate_index) references certificates (council, certificate_index)
);
create index scanned_labels_by_score on scanned_labels (score, id);
create index scanned_labels_by_day on scanned_labels (last_on, id);
create index scanned_labels_of_council_by_score on scanned_labels (council, score, id);
create index scanned_labels_of_council_by_day on scanned_labels (council, last_on, id);
create index scanned_labels_of_certificate_by_score
    on scanned_labels (council, certificate_index, score, id);
create index scanned_labels_of_certificate_by_day
    on scanned_labels (council, certificate_index, last_on, id);

-- What was counted. `province` is a unit of today, or empty where it is not known. A shopper who
-- says where moves one scan from there, so the sum stays.
create table label_scans (
    label bigint not null references scanned_labels (id),
    scanned_on text not null,
    province text not null,
    times bigint not null check (times > 0),
    primary key (label, scanned_on, province)
);

-- Codes with a genuine token and a serial that the service never gave: a wrong MAC, or a count
-- that no run has. Counted by certificate and day, never by serial: whoever invents serials must
-- not make rows with them.
create table invented_serials (
    council text not null,
    certificate_index bigint not null,
    scanned_on text not null,
    wrong_macs bigint not null,
    unknown_counts bigint not null,
    primary key (council, certificate_index, scanned_on),
    foreign key (council, certificate_index) references certificates (council, certificate_index)
);
create index invented_serials_by_day
    on invented_serials (scanned_on, council, certificate_index);
create index invented_serials_of_council_by_day
    on invented_serials (council, scanned_on, certificate_index);

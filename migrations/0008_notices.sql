-- Telling producers, in time, that their certificates end: whom to write to, and what was told.
--
-- Operational data with personal data in it: nothing of it is public, so it is written without
-- events and is in no log. Unlike the rest of the book, contacts are changed and deleted.

-- Where a producer, as its decisions name it, is written to.
create table contacts (
    council text not null references councils (code),
    producer text not null,
    email text not null,
    set_at text not null,
    primary key (council, producer)
);

-- One notice for each certificate at 180, 90 and 30 days before its end, however often it is
-- queued. States: queued; sending, written before a mail leaves; sent, after the server took it;
-- refused, for good, until the contact is changed; unknown, when the connection broke after the
-- mail had left, and it is never sent again by itself; exported, for letters.
-- `message_id` is that of the mail, to be looked up in the mail server's log.
create table notices (
    council text not null,
    certificate_index bigint not null,
    days bigint not null check (days in (180, 90, 30)),
    state text not null,
    queued_at text not null,
    changed_at text not null,
    message_id text,
    primary key (council, certificate_index, days),
    foreign key (council, certificate_index) references certificates (council, certificate_index)
);
create index notices_by_state on notices (state);

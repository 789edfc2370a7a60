-- Labels of a suspended certificate: none are given, unless the chair of its council allows it.

-- What a chair allowed, and took back: which certificate, in which suspension (the position of
-- its change of status), why, and by whom. A permit ends with its suspension: another one needs
-- another permit. What people do at work, so it is in the trail and no part of the book.
-- `withdrawn_by` and `withdrawn_at` are the only columns that are updated, once.
create table reprint_permits (
    id bigint primary key,
    council text not null,
    certificate_index bigint not null,
    suspension bigint not null references status_changes (position),
    reason text not null,
    allowed_by text not null,
    allowed_at text not null,
    withdrawn_by text,
    withdrawn_at text,
    foreign key (council, certificate_index)
        references certificates (council, certificate_index)
);
-- One at a time.
create unique index reprint_permits_standing on reprint_permits (suspension)
    where withdrawn_at is null;

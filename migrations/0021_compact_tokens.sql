-- Compact codes: for packages on which the whole code has no room.

-- The compact token of a certificate: the same claims without the names, under the seal of the
-- day on which it was made, which is later than the certificate's. A certificate has one at
-- most, and it is never changed: it may be on any number of packages. Whoever holds the
-- council's key makes it, and only while the certificate is in force; after that it says what
-- the certificate says. Its event holds the token's hash, as that of the certificate does.
create table compact_tokens (
    council text not null,
    certificate_index bigint not null,
    token text not null,
    sealed_at text not null,
    position bigint not null unique references events (position),
    primary key (council, certificate_index),
    foreign key (council, certificate_index)
        references certificates (council, certificate_index)
);

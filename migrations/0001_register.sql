-- The register: one text for SQLite and PostgreSQL.
--
-- Only text and bigint, so that both engines mean the same: instants are RFC 3339 in UTC with
-- whole seconds ("2026-08-05T02:30:00Z"), dates are ISO ("2026-08-05"), bytes are base64url
-- without padding, scores are hundredths of a point. There are no booleans: what may be absent
-- is null. Nothing here is ever deleted, and only the columns said below are ever updated.

-- The book has one end. Every entry (a transaction that writes) begins by updating this row:
-- that serialises writers on PostgreSQL as `begin immediate` does on SQLite, and gives dense
-- positions without retries.
create table log_head (
    id bigint primary key check (id = 1),
    size bigint not null check (size >= 0)
);
insert into log_head (id, size) values (1, 0);

-- What happened, in order, for auditors: an event a line, written in the transaction of the act
-- itself. `body` is a JSON object of public facts.
create table events (
    position bigint primary key,
    happened_at text not null,
    kind text not null,
    subject text not null,
    body text not null
);

-- The programme that this register belongs to: one row. The private root key is never here.
create table programme (
    id bigint primary key check (id = 1),
    name_vi text not null,
    name_en text not null,
    root_key text not null,
    created_at text not null
);

-- Councils. `next_index` counts up and never down: an index that was reserved by a run which
-- died is a gap, and a gap is harmless; an index used twice would be two certificates with one
-- number.
create table councils (
    code text primary key,
    unit text not null,
    level text not null,
    name_vi text not null,
    name_en text not null,
    successor text references councils (code),
    next_index bigint not null check (next_index >= 0),
    position bigint not null unique
);

-- What a council may certify, and when. `stars` holds the levels separated by spaces ("3 4"):
-- a mandate is read and written whole.
create table mandates (
    council text not null references councils (code),
    stars text not null,
    from_on text not null,
    until_on text,
    months bigint not null,
    primary key (council, stars, from_on)
);

-- The public halves of the councils' keys. The kid is unique here although a verifier must
-- live with a second key of the same kid: we never publish one. `state` and `compromised_on`
-- are updated.
create table keys (
    kid text primary key,
    council text not null references councils (code),
    alg text not null,
    public_key text not null unique,
    seals_from text not null,
    seals_until text not null,
    state text not null,
    compromised_on text,
    position bigint not null unique
);

-- Every trust list that was published, as signed: what a verifier holds can be looked up.
create table trust_lists (
    version bigint primary key,
    issued_at text not null,
    expires_at text not null,
    sealed text not null
);

-- A decision's number is unique only within its authority and year.
create table decisions (
    id bigint primary key,
    council text not null references councils (code),
    authority text not null,
    number text not null,
    year bigint not null,
    decided_on text not null,
    unique (authority, year, number)
);

-- A line of a decision becomes exactly one certificate, however often the list is sent: a line
-- is its product and producer. The token is the certificate, kept as it was sealed. `status` is
-- the number in the status list (0 valid, 1 revoked, 2 suspended, 3 superseded), and the only
-- column that is updated.
create table certificates (
    council text not null references councils (code),
    certificate_index bigint not null,
    decision bigint not null references decisions (id),
    product text not null,
    producer text not null,
    producer_kind text not null,
    address text not null,
    catalogue text not null,
    set_no bigint not null,
    score_a bigint not null,
    score_b bigint not null,
    score_c bigint not null,
    stars bigint not null,
    product_code text,
    gtin text,
    issued_on text not null,
    valid_through text not null,
    sealed_at text not null,
    token text not null,
    status bigint not null default 0,
    position bigint not null unique references events (position),
    primary key (council, certificate_index),
    unique (decision, product, producer)
);

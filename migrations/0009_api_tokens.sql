-- What programs show to act over HTTP. Operational data, no facts of the programme: written
-- without events, so that nothing of it is ever in the public log.
--
-- Of the token itself only the SHA-256 is kept: 256 random bits need neither salt nor a slow
-- hash, and who reads this table can act with none of them. `scopes` are separated by spaces and
-- read whole. `council` is the one that the token may act for, null for all. `expires_on` is the
-- last day on which it works. `last_used_on` is a day and no more: it tells which tokens nobody
-- needs, not when somebody worked. `revoked_at` and `last_used_on` are updated.
create table api_tokens (
    id bigint primary key,
    name text not null,
    hash text not null unique,
    scopes text not null,
    council text references councils (code),
    created_at text not null,
    expires_on text not null,
    revoked_at text,
    last_used_on text
);

-- The keys of the programme's own services: one signs the transparency log's checkpoints, one
-- the packs for offline verifiers. A table of its own, because such a key is nobody's but the
-- programme's, and a council's key is always a council's. A kid is unique over both tables:
-- whoever adds a key to one looks into the other. `state` and `compromised_on` are updated.
create table programme_keys (
    kid text primary key,
    purpose text not null,
    alg text not null,
    public_key text not null unique,
    seals_from text not null,
    seals_until text not null,
    state text not null,
    compromised_on text,
    position bigint not null unique
);

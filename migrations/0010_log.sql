-- The transparency log: a Merkle tree (RFC 6962) over `events`, in the forms of C2SP.
--
-- The leaves are the events themselves: leaf n is the event at position n, so a leaf is durable
-- in the transaction of what it records, and recording costs nothing more. What follows is made
-- from them afterwards, within a second, by whichever replica comes first.

-- The tree's hashes, 256 to a tile (C2SP tlog-tiles): level 0 has the leaves' hashes, a hash of
-- the level above is that of a full tile. `hashes` are joined bytes, base64url. The last tile of
-- a level is replaced by a longer one as the tree grows, and never changed otherwise.
create table log_tiles (
    level bigint not null,
    tile bigint not null,
    hashes text not null,
    primary key (level, tile)
);

-- Every checkpoint that was published: how many leaves, their root, and the note as the log's
-- key signed it. Written in one transaction with the tiles of its tree. `cosignatures` are the
-- lines that witnesses added afterwards: the only column that is updated.
create table checkpoints (
    size bigint primary key,
    root text not null,
    note text not null,
    cosignatures text not null
);

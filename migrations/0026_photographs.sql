-- Photographs that prove something: of what an inspector checked, of a case, of what a shopper
-- reports. Contents lie in the folder `files` by their SHA-256, as those of dossiers do, durable
-- before a row names them. A content has one row however often it was sent; what it belongs to is
-- in a table of each area, and who may see it follows from there.
--
-- `media_type`, `size`, `width` and `height` are of what is kept: usually encoded anew, without
-- where and by which telephone it was taken.
create table photographs (
    id bigint primary key,
    hash text not null unique,
    media_type text not null,
    size bigint not null,
    width bigint not null,
    height bigint not null,
    added_at text not null
);

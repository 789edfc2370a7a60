-- What a certificate leads to beside its own page: the article number under the bar code, and
-- the product's code on the national traceability portal.

-- A GTIN is kept as the decision's list has it, with 8, 12, 13 or 14 digits: the record in the
-- log is over what was written. Whoever looks one up asks for each of the lengths in which the
-- same number can be written.
create index certificates_gtin on certificates (gtin) where gtin is not null;

-- The code or link that the producer gives for a certificate's product; null once it was taken
-- away. Not what the council certified, so no part of the book. Every change counts `serial` up,
-- by which each replica reads what is newer than what it holds; rows are replaced.
create table traceability_codes (
    council text not null,
    certificate_index bigint not null,
    code text,
    set_by text not null,
    set_at text not null,
    serial bigint not null unique,
    primary key (council, certificate_index),
    foreign key (council, certificate_index)
        references certificates (council, certificate_index)
);

-- Where the private half of a council's key is, when it is on a hardware token: a pkcs11: URI
-- (RFC 7512), which names module, token and key and never holds a PIN. A key without a row here
-- is in its file. A table rather than a column of `keys`: keys are public and the same
-- everywhere, and this is about one machine.
create table key_uris (
    kid text primary key references keys (kid),
    uri text not null
);

-- People and how they are let in; and the trail of what they did.
--
-- Operational and personal data: written without events, so that nothing of it is ever in the
-- public log. What stands here changes: passwords are set again, roles are given and taken.

-- Who may sign in. `email` is what they sign in with, in lower case. `password` is an argon2id
-- hash in PHC form; null until an invitation was taken up, and for those who come by an identity
-- provider alone. `totp` is the secret that they share with their authenticator, `totp_step` the
-- last 30-second step whose code was used: a code works once. `disabled_at` closes an account;
-- it is kept, for the trail names it. `folded` is name and address in the form that is searched.
create table accounts (
    id bigint primary key,
    name text not null,
    email text not null unique,
    folded text not null,
    language text not null,
    password text,
    totp text,
    totp_step bigint not null default 0,
    created_at text not null,
    disabled_at text
);

-- What an account may do and for whom: roles of the programme have neither council nor
-- producer, a producer's role has a producer, the others a council.
create table grants (
    id bigint primary key,
    account bigint not null references accounts (id),
    role text not null,
    council text references councils (code),
    producer bigint,
    granted_at text not null
);
create index grants_by_account on grants (account);
create index grants_by_council on grants (council, role);

-- An invitation leads a person to their password and second factor, once. Only the SHA-256 of
-- its 256 random bits is kept. One that another took the place of counts as used.
create table invitations (
    hash text primary key,
    account bigint not null references accounts (id),
    created_at text not null,
    expires_at text not null,
    used_at text
);
create index invitations_by_account on invitations (account);

-- Who is signed in. Only the SHA-256 of the cookie's 256 random bits is kept. `seen_at` is
-- brought forward at most once a minute; `factor_at` is when a second factor was last shown,
-- null when none was. A session that ended is deleted.
create table sessions (
    hash text primary key,
    account bigint not null references accounts (id),
    started_at text not null,
    seen_at text not null,
    factor_at text
);
create index sessions_by_account on sessions (account);

-- Passkeys: what the verifier of WebAuthn keeps of each, as JSON. No secret.
create table passkeys (
    credential text primary key,
    account bigint not null references accounts (id),
    name text not null,
    passkey text not null,
    added_at text not null,
    used_at text
);
create index passkeys_by_account on passkeys (account);

-- A sign-in or registration that is half done: a password that waits for its second factor, a
-- passkey, an identity provider. What must be remembered between its two requests, so that any
-- replica can take the second. Deleted when it is used or out of date.
create table ceremonies (
    hash text primary key,
    account bigint references accounts (id),
    kind text not null,
    state text not null,
    expires_at text not null
);

-- As whom an identity provider knows an account.
create table identities (
    issuer text not null,
    subject text not null,
    account bigint not null references accounts (id),
    linked_at text not null,
    primary key (issuer, subject)
);
create index identities_by_account on identities (account);

-- A token that belongs to a person acts as that person.
alter table api_tokens add column account bigint references accounts (id);
create index api_tokens_by_account on api_tokens (account);

-- Who did what, in order. Each line holds the hash of itself with the line before, so that none
-- can be changed, left out or put between without its showing. `actor` is `account 7`, `token 3`,
-- `program`, or `unknown` for whoever failed to sign in; `subject` is what was acted on, `dossier 12`; `body` is JSON without passwords,
-- tokens and contents of files.
create table trail (
    position bigint primary key,
    happened_at text not null,
    actor text not null,
    act text not null,
    subject text not null,
    body text not null,
    hash text not null
);
create index trail_by_subject on trail (subject, position);
create index trail_by_actor on trail (actor, position);

-- How much of the trail is anchored: the last size whose hash was written into the public log.
-- Who would write the trail anew from there on could not hide it.
create table trail_anchor (
    id bigint primary key check (id = 1),
    size bigint not null
);
insert into trail_anchor (id, size) values (1, 0);

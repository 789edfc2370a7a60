-- Evaluation: producers, dossiers, what councils scored.
--
-- Not public, and personal data where producers are households: written without events. The
-- trail says who did what. `version` counts the changes of a row: who saved an older one than
-- stands here is told so, and nothing is overwritten.

-- Producers, as they are registered now. What a certificate says of its producer is kept with
-- the certificate. `unit` is the province, `business_code` the number of its registration.
create table producers (
    id bigint primary key,
    kind text not null,
    name text not null,
    folded text not null,
    address text not null,
    unit text not null,
    council text not null references councils (code),
    business_code text,
    representative text,
    phone text,
    email text,
    registered_at text not null,
    version bigint not null
);
create index producers_by_council on producers (council, id);
create index producers_by_name on producers (folded, id);

-- A dossier asks for one product to be rated. `council` is the one that has it now: the one it
-- will be lodged with while it is a draft. `edition` is the one in force when it was lodged.
-- `renews_…` names the certificate that it is to renew. `stars` is what the last council that
-- concluded gave.
create table dossiers (
    id bigint primary key,
    producer bigint not null references producers (id),
    council text not null references councils (code),
    state text not null,
    catalogue text not null,
    set_no bigint not null,
    product text not null,
    folded text not null,
    description text not null,
    address text not null,
    commune text not null,
    product_code text,
    gtin text,
    renews_council text,
    renews_index bigint,
    edition text,
    stars bigint,
    created_at text not null,
    lodged_at text,
    changed_at text not null,
    version bigint not null
);
create index dossiers_by_council on dossiers (council, state, id);
create index dossiers_by_producer on dossiers (producer, id);
create index dossiers_by_state on dossiers (state, id);
create index dossiers_by_name on dossiers (folded, id);

-- Pictures and documents of a dossier. The contents lie in the folder `files` by their SHA-256.
create table dossier_files (
    id bigint primary key,
    dossier bigint not null references dossiers (id),
    kind text not null,
    name text not null,
    media_type text not null,
    size bigint not null,
    hash text not null,
    added_at text not null,
    added_by text not null,
    removed_at text
);
create index dossier_files_by_dossier on dossier_files (dossier, id);

-- A council's session about a dossier. Parts are averages of its sheets in hundredths, written
-- when it is concluded. `cap` is the most stars that the mandatory criteria leave, `failed` says
-- which were failed; `confirmed` is why a score between two bands got the stars it got. `stars`
-- is what the council gave, `outcome` what followed; `certifies` is how many stars it lets the
-- council `certifier` certify, which are fewer while a product is proposed for 5.
create table sessions_of_councils (
    id bigint primary key,
    dossier bigint not null references dossiers (id),
    council text not null references councils (code),
    level text not null,
    edition text not null,
    opened_at text not null,
    score_a bigint,
    score_b bigint,
    score_c bigint,
    cap bigint,
    failed text,
    stars bigint,
    confirmed text,
    minutes text,
    outcome text,
    certifier text references councils (code),
    certifies bigint,
    concluded_at text,
    version bigint not null
);
create index sessions_of_councils_by_dossier on sessions_of_councils (dossier, id);
create index sessions_of_councils_by_council on sessions_of_councils (council, id);
-- One session of a council about a dossier is open at a time.
create unique index sessions_of_councils_open on sessions_of_councils (council, dossier)
    where concluded_at is null;
create index sessions_of_councils_by_certifier on sessions_of_councils (certifier, dossier)
    where certifier is not null;

-- What one scorer gave. A sheet is filled by the scorer alone, until the session is concluded.
create table score_sheets (
    session bigint not null references sessions_of_councils (id),
    scorer bigint not null references accounts (id),
    score_a bigint not null,
    score_b bigint not null,
    score_c bigint not null,
    remark text not null,
    filled_at text not null,
    version bigint not null,
    primary key (session, scorer)
);
create index score_sheets_by_scorer on score_sheets (scorer, session);

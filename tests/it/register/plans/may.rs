//! Queries that may read a whole table, or sort what they found, each with its reason.

const AUDIT: &str = "an audit compares everything";

/// What reads a whole table, or sorts what it found, and may: how it begins or goes on, and why.
pub const MAY: &[(&str, &str)] = &[
    ("label_runs where finished_at", "has only those in work"),
    (
        "select count(*) from certificates",
        "once, when a register is opened: whether all is searchable",
    ),
    ("from certificates where status <> 0", AUDIT),
    ("from renewals order by position", AUDIT),
    ("select id, year from decisions", AUDIT),
    ("select number, id from decisions order by id", AUDIT),
    (
        "from certificates where decision = $1 order by position",
        "sorts one decision's certificates",
    ),
    (
        "from grants where account = $1 order by id",
        "sorts one account's grants",
    ),
    (
        "where r.council = $1 and r.certificate_index = $2 order by r.position desc limit 1",
        "sorts one certificate's renewals",
    ),
    (
        "select council, producer, email from contacts",
        "a command lists every contact",
    ),
    ("from notices n join", "a command lists every notice"),
    ("select count(*) from log_tiles", AUDIT),
    (
        "select council, count(*) from certificates where position < $1",
        "a pack counts everything before it",
    ),
    (
        "select council, count(*) from compact_tokens where position < $1",
        "a pack counts everything before it",
    ),
    ("select count(*) from compact_tokens", AUDIT),
    (
        "left join (renewals r join certificates n",
        "SQLite reads the renewals through once, to join those in force",
    ),
    (
        "where s.certifier = $1 and s.dossier > $2",
        "sorts what waits for one council's decision",
    ),
    (
        "where l.dossier = $1 order by c.position desc limit 1",
        "sorts one dossier's certificates",
    ),
    (
        "select d.* from ( select distinct dossier from sessions_of_councils",
        "sorts one page, which an index made",
    ),
    (
        "select distinct council from sessions_of_councils where dossier = $1",
        "one dossier's sessions",
    ),
    (
        "select state, count(*) from dossiers where producer = $1 group by state",
        "counts one producer's dossiers",
    ),
    (
        "select state, count(*) from dossiers group by state",
        "counts over a covering index, for the programme alone",
    ),
    (
        "where l.dossier = $1 and p.id <> $2 and p.state = 'released' order by c.position",
        "sorts one dossier's certificates",
    ),
    (
        "from cases where $1 is null group by",
        "counts over a covering index, for who sees every case",
    ),
    (
        "where t.council = $1 group by c.state",
        "counts the cases that one council was told of",
    ),
    ("where g.role = 'inspector'", "lists every inspector"),
    (
        "from shopper_contacts c join shopper_reports",
        "once a day: the contacts that are still there",
    ),
    (
        "from sqlite_schema",
        "is SQLite's catalogue, of a register in memory",
    ),
    (
        "from pragma_table_info",
        "is SQLite's catalogue, of a register in memory",
    ),
    (
        "from pragma_foreign_key_list",
        "is SQLite's catalogue, of a register in memory",
    ),
    ("select {columns} from {table}", "copies a whole register"),
    ("select count(*) from {table}", "counts what was copied"),
    ("select sqlite_version()", "reads no table, and is SQLite's"),
];

//! Migrations since a service can be replaced while it runs: whatever an older program does goes
//! on to work while a newer one has changed the schema already.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The first migration that must not disturb a running program.
const FIRST: u32 = 28;

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// The statements of a migration, in lower case on one line, without comments.
fn statements(sql: &str) -> Vec<String> {
    let lines = sql.lines().map(|line| line.split("--").next().unwrap());
    let sql = lines.collect::<Vec<_>>().join(" ").to_lowercase();
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let statements = sql.split(';').map(one_line);
    statements.filter(|one| !one.is_empty()).collect()
}

/// Tables of which a statement takes whatever columns there are. PostgreSQL refuses it to a
/// connection that has prepared it, once there is a column more.
fn read_whole(source: &str) -> BTreeSet<String> {
    let source = source.replace("\\\n", " ");
    let source = source.replace(['"', ',', ';', '(', ')'], " ");
    let words: Vec<&str> = source.split_whitespace().collect();
    let mut tables = BTreeSet::new();
    for (place, pair) in words.windows(2).enumerate() {
        if pair[0] != "select" && pair[0] != "returning" {
            continue;
        }
        let Some(of) = pair[1].strip_suffix('*') else {
            continue;
        };
        // Of the tables that follow, the one of that name; without a name, the next.
        let name = of.strip_suffix('.');
        let rest = &words[place..words.len().min(place + 24)];
        for three in rest.windows(3) {
            let is_it = name.is_none_or(|name| three[2] == name);
            if ["from", "join"].contains(&three[0]) && is_it {
                tables.insert(three[1].to_owned());
                break;
            }
        }
    }
    tables
}

/// Why a migration would disturb a program that knows nothing of it.
fn faults(sql: &str, read_whole: &BTreeSet<String>) -> Vec<String> {
    let statements = statements(sql);
    let word_after = |statement: &str, before: &str| {
        let after = statement
            .split_once(before)
            .map(|(_, after)| after.to_owned());
        let after = after.unwrap_or_default();
        let word = after.split([' ', '(']).find(|word| !word.is_empty());
        word.unwrap_or_default().to_owned()
    };
    let created: BTreeSet<String> = statements
        .iter()
        .filter(|one| one.starts_with("create table"))
        .map(|one| word_after(one, "create table "))
        .collect();
    let mut faults = Vec::new();
    for statement in &statements {
        let mut fault = |why: &str| faults.push(format!("{why}: {statement}"));
        if statement.starts_with("drop ") && !statement.starts_with("drop index ") {
            fault("an older program still uses it");
        }
        if statement.starts_with("create unique index ")
            && !created.contains(&word_after(statement, " on "))
        {
            fault("an older program may write what it refuses");
        }
        if statement.starts_with("create trigger ") {
            fault("an older program does not expect it");
        }
        if !statement.starts_with("alter table ") {
            continue;
        }
        let table = word_after(statement, "alter table ");
        if created.contains(&table) {
            continue;
        }
        if !statement.contains(" add column ") {
            fault("what is there must stay as it is");
        } else if statement.contains("not null") && !statement.contains(" default ") {
            fault("an older program leaves it empty");
        }
        if read_whole.contains(&table) {
            fault("an older program reads the table by `*`: make a table of its own");
        }
    }
    faults
}

fn tables_read_whole() -> BTreeSet<String> {
    let sources = files("src/register", ".rs").into_iter();
    sources
        .flat_map(|path| read_whole(&fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn a_migration_only_adds_so_that_an_older_program_goes_on() {
    let read_whole = tables_read_whole();
    for known in ["preparations", "cases", "producers", "dossiers"] {
        assert!(read_whole.contains(known), "{known}: {read_whole:?}");
    }
    let mut faults_found = Vec::new();
    for path in files("migrations", ".sql") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let number: u32 = name[..4]
            .parse()
            .expect("a migration begins with its number");
        if number >= FIRST {
            let found = faults(&fs::read_to_string(&path).unwrap(), &read_whole);
            faults_found.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(faults_found.is_empty(), "{}", faults_found.join("\n"));
}

#[test]
fn what_would_disturb_an_older_program_is_found() {
    let whole = BTreeSet::from(["cases".to_owned()]);
    for sound in [
        "create table later (id bigint primary key, at text not null); -- drop table cases;",
        "create table later (id bigint); create unique index later_id on later (id);",
        "alter table councils add column later text references later (id)",
        "alter table councils\n add column later bigint not null default 0",
        "drop index a; create index a on certificates (status); insert into later values (1)",
        "create table later (id bigint); alter table later add column more text not null",
    ] {
        assert_eq!(faults(sound, &whole), Vec::<String>::new(), "{sound}");
    }
    for wrong in [
        "drop table councils",
        "alter table councils drop column unit",
        "alter table councils rename column unit to area",
        "alter table councils rename to boards",
        "alter table councils add column later text not null",
        "alter table cases add column later text",
        "create unique index later on certificates (gtin)",
        "create trigger later before insert on events begin select 1; end",
    ] {
        assert!(!faults(wrong, &whole).is_empty(), "{wrong}");
    }
    let read = read_whole(
        "\"select c.* from case_councils t join cases c on c.id\" \"select * from a where\" \"select x from b\"",
    );
    assert_eq!(read, BTreeSet::from(["a".to_owned(), "cases".to_owned()]));
}

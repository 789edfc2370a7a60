//! Every query of the register goes by an index: each select statement in `src/register` is
//! explained by both engines, and none may read a whole big table or sort one. A new query is
//! found by itself; one that must read everything is named below, with its reason.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

mod may;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row, SqliteConnection};

use ocop::register::Location;

use may::MAY;

use crate::support::{Book, Engine, on_both_engines};

on_both_engines!(every_query_goes_by_an_index);

/// Tables that grow with certificates, dossiers, people or what they do.
const BIG: &[&str] = &[
    "accounts",
    "approvals",
    "case_councils",
    "case_evidence",
    "case_files",
    "case_moves",
    "cases",
    "certificates",
    "compact_tokens",
    "contacts",
    "decisions",
    "dossier_files",
    "dossiers",
    "events",
    "grants",
    "invented_serials",
    "journal_entries",
    "label_runs",
    "label_scans",
    "log_tiles",
    "notices",
    "photographs",
    "preparation_lines",
    "preparations",
    "producers",
    "renewals",
    "scanned_labels",
    "score_sheets",
    "search",
    "sessions",
    "sessions_of_councils",
    "shopper_contacts",
    "shopper_reports",
    "status_changes",
    "trail",
];

/// Beginnings of queries that the code goes on with: decisions are some thousands in all, and
/// each list of them is of a council or goes by their identity.
const BEGUN: [&str; 2] = [
    "select * from preparations",
    "select state, count(*) from preparations",
];

/// The text of every string in a source file, without those in comments; and whether it is the
/// condition of a list that `listed!` makes.
fn strings(source: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(place) = rest.find(['"', '/', '\'']) {
        let here = &rest[place..];
        if here.starts_with("//") {
            rest = here.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(after) = here.strip_prefix("'\"'") {
            rest = after;
        } else if let Some(inside) = here.strip_prefix('"') {
            let mut text = String::new();
            let mut chars = inside.char_indices();
            let mut end = inside.len();
            while let Some((at, c)) = chars.next() {
                match c {
                    '"' => {
                        end = at + 1;
                        break;
                    }
                    '\\' => text.extend(chars.next().map(|_| ' ')),
                    c => text.push(c),
                }
            }
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let before = &source[..source.len() - here.len()];
            found.push((text, before.trim_end().ends_with("listed!(")));
            rest = &inside[end..];
        } else {
            rest = &here[1..];
        }
    }
    found
}

/// Every select statement of `src/register`, with its file.
fn queries() -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register")];
    let mut queries = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // What PostgreSQL alone is asked: of hosts, of locks and of the one row of leadership.
            if path.ends_with("postgres") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let strings = strings(source);
            for (place, (text, _)) in strings.iter().enumerate() {
                if !text.starts_with("select ") {
                    continue;
                }
                if text.ends_with(" where") || text.ends_with(" and") {
                    // What `listed!` puts a condition into: the text after it is the end.
                    let conditions = strings.iter().filter(|(_, condition)| *condition);
                    let end = &strings[place + 1].0;
                    queries.extend(
                        conditions.map(|(condition, _)| {
                            (name.clone(), format!("{text} {condition} {end}"))
                        }),
                    );
                    continue;
                }
                // What is pushed after it is a list of places.
                let mut whole = match text.strip_suffix("in (") {
                    Some(begun) => format!("{begun}in ($1, $2)"),
                    None => text.clone(),
                };
                if whole.contains(" from wanted ") {
                    let wanted =
                        "select 'certificates' as shelf, 'word' as field, 1 as term, 1 as block";
                    whole = format!("with wanted as ({wanted}) {whole}");
                }
                queries.push((name.clone(), whole));
            }
        }
    }
    queries.sort();
    assert!(queries.len() > 50, "{} queries were found", queries.len());
    queries
}

/// The tables of a query, by the name that it gives them.
fn tables(sql: &str) -> BTreeMap<String, String> {
    const NO_NAME: [&str; 12] = [
        "where", "on", "join", "left", "inner", "cross", "order", "group", "limit", "union", "set",
        "for",
    ];
    let words: Vec<&str> = sql
        .split([' ', '(', ')', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let mut tables = BTreeMap::new();
    for pair in words.windows(2) {
        if ["from", "join"].contains(&pair[0]) {
            tables.insert(pair[1].to_owned(), pair[1].to_owned());
        }
    }
    for three in words.windows(3) {
        let named = three[2] != "as" && !NO_NAME.contains(&three[2]);
        if ["from", "join"].contains(&three[0]) && named {
            tables.insert(three[2].to_owned(), three[1].to_owned());
        }
    }
    tables
}

fn is_big(tables: &BTreeMap<String, String>, name: &str) -> bool {
    let table = tables.get(name).map_or(name, String::as_str);
    BIG.contains(&table)
}

/// What is wrong with SQLite's plan.
async fn faults_on_sqlite(connection: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let explain = AssertSqlSafe(format!("explain query plan {sql}"));
    let rows = match sqlx::raw_sql(explain).fetch_all(connection).await {
        Ok(rows) => rows,
        Err(error) => return vec![format!("cannot be explained: {error}")],
    };
    let tables = tables(sql);
    let any_big = tables.values().any(|table| BIG.contains(&table.as_str()));
    let details = rows.iter().map(|row| row.get::<String, _>("detail"));
    details
        .filter(|detail| {
            let mut words = detail.split(' ');
            let scans = words.next() == Some("SCAN")
                && words.next().is_some_and(|name| is_big(&tables, name));
            // `max(id)` reads the end of an index.
            let of_an_end = sql.contains("select max(") || sql.contains("select coalesce(max(");
            let sorts = detail.starts_with("USE TEMP B-TREE") && any_big;
            let first = sql.ends_with("limit 1") && !sql.contains(" where ");
            scans && !of_an_end && !first || sorts
        })
        .collect()
}

/// What is wrong with PostgreSQL's plan, where it would rather do anything else than read a
/// table through or sort: so the plan of a small table is that of a great one.
async fn faults_on_postgres(connection: &mut PgConnection, sql: &str) -> Vec<String> {
    let highest = (1..40)
        .filter(|number| sql.contains(&format!("${number}")))
        .max();
    let nulls = vec!["null"; highest.unwrap_or(0)].join(", ");
    let arguments = match nulls.as_str() {
        "" => String::new(),
        nulls => format!("({nulls})"),
    };
    // What is only compared with null has no type of its own: the program sends it as text.
    let mut types = vec!["unknown"; highest.unwrap_or(0)];
    loop {
        let declared = match types.join(", ").as_str() {
            "" => String::new(),
            types => format!("({types})"),
        };
        let prepare = AssertSqlSafe(format!("prepare asked {declared} as {sql}"));
        let Err(error) = sqlx::raw_sql(prepare).execute(&mut *connection).await else {
            break;
        };
        let told = error.to_string();
        let unknown = told.split("data type of parameter $").nth(1);
        let number = unknown.and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
        match number.and_then(|number| types.get_mut(number - 1)) {
            Some(of) if *of == "unknown" => *of = "text",
            _ => return vec![format!("cannot be explained: {told}")],
        }
    }
    let explain = AssertSqlSafe(format!("explain (costs off) execute asked{arguments}"));
    let plan = sqlx::raw_sql(explain).fetch_all(&mut *connection).await;
    let done = sqlx::raw_sql("deallocate asked").execute(&mut *connection);
    done.await.unwrap();
    let lines: Vec<String> = match plan {
        Ok(plan) => plan.iter().map(|row| row.get::<String, _>(0)).collect(),
        Err(error) => return vec![format!("cannot be explained: {error}")],
    };
    let any_big = tables(sql)
        .values()
        .any(|table| BIG.contains(&table.as_str()));
    let mut faults = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let node = line.trim_start().trim_start_matches("->").trim_start();
        let of = |node: &str| {
            let after = node.split(" on ").nth(1);
            let table = after.and_then(|after| after.split(' ').next());
            table.is_some_and(|table| BIG.contains(&table))
        };
        let conditioned = lines
            .get(place + 1)
            .is_some_and(|next| next.contains("Index Cond"));
        let limited = lines
            .iter()
            .any(|line| line.trim_start().starts_with("Limit") || line.contains("->  Limit"));
        let through = node.starts_with("Seq Scan") && of(node)
            || node.starts_with("Index")
                && node.contains("Scan using")
                && of(node)
                && !conditioned
                && !limited;
        let sorts = (node.starts_with("Sort") && !node.starts_with("Sort Key")
            || node.starts_with("Incremental Sort"))
            && any_big;
        if through || sorts {
            faults.push(node.to_owned());
        }
    }
    faults
}

async fn every_query_goes_by_an_index(engine: Engine) {
    let book = Book::on(engine).await;
    drop(book.open().await);
    let queries = queries();
    let mut findings = Vec::new();
    match &book.location {
        Location::File(path) => {
            let options = SqliteConnectOptions::new().filename(path);
            let mut connection = options.connect().await.unwrap();
            for (file, sql) in &queries {
                for fault in faults_on_sqlite(&mut connection, sql).await {
                    findings.push((file, sql, fault));
                }
            }
        }
        Location::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let set = "set enable_seqscan = off; set enable_sort = off;
                       set enable_bitmapscan = off; set plan_cache_mode = force_generic_plan";
            sqlx::raw_sql(set).execute(&mut connection).await.unwrap();
            for (file, sql) in &queries {
                for fault in faults_on_postgres(&mut connection, sql).await {
                    findings.push((file, sql, fault));
                }
            }
        }
    }
    findings.retain(|(_, sql, _)| !BEGUN.contains(&sql.as_str()));
    findings.retain(|(_, sql, _)| !MAY.iter().any(|(part, _)| sql.contains(part)));
    let told: Vec<String> = findings
        .iter()
        .map(|(file, sql, fault)| format!("{file}: {fault}\n    {sql}"))
        .collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}

#[test]
fn what_may_read_everything_is_still_there() {
    let queries = queries();
    for (part, reason) in MAY {
        let known = queries.iter().any(|(_, sql)| sql.contains(part));
        assert!(known, "no query has \"{part}\" any more ({reason})");
    }
}

//! Which tables a register has: read of a new one in memory, so that no table of a later
//! migration can be forgotten. What is asked here is SQLite's catalogue, whatever is copied.

use std::collections::{HashMap, HashSet};

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::super::Error;

/// A table.
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Whether a new register has rows in it.
    pub is_seeded: bool,
    /// Whether its rows refer to others of it.
    pub is_reflexive: bool,
}

pub(super) struct Column {
    pub name: String,
    /// Or a number: there is nothing else.
    pub is_text: bool,
}

impl Table {
    /// The names of its columns, separated by commas.
    pub fn columns(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|one| one.name.as_str()).collect();
        names.join(", ")
    }
}

/// Every table, after those that it refers to.
pub(super) async fn tables() -> Result<Vec<Table>, Error> {
    let mut new = SqliteConnection::connect("sqlite::memory:").await?;
    sqlx::migrate!().run(&mut new).await?;
    let sql = "select name from sqlite_schema
               where type = 'table' and name not like 'sqlite%' and name <> '_sqlx_migrations'
               order by name";
    let names: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut new).await?;
    let mut tables = Vec::with_capacity(names.len());
    let mut waiting: HashMap<String, HashSet<String>> = HashMap::new();
    for name in names {
        let sql = "select name, lower(type) from pragma_table_info($1) order by cid";
        let columns: Vec<(String, String)> =
            sqlx::query_as(sql).bind(&name).fetch_all(&mut new).await?;
        let sql = "select distinct f.\"table\" from pragma_foreign_key_list($1) f";
        let refers: Vec<String> = sqlx::query_scalar(sql)
            .bind(&name)
            .fetch_all(&mut new)
            .await?;
        let sql = format!("select count(*) from {table}", table = name);
        let seeds: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut new)
            .await?;
        let is_reflexive = refers.contains(&name);
        let others = refers.into_iter().filter(|other| *other != name);
        waiting.insert(name.clone(), others.collect());
        tables.push(Table {
            name,
            columns: columns
                .into_iter()
                .map(|(name, kind)| Column {
                    name,
                    is_text: kind == "text",
                })
                .collect(),
            is_seeded: seeds > 0,
            is_reflexive,
        });
    }
    new.close().await?;
    Ok(in_order(tables, waiting))
}

/// Puts each table after those that it waits for. Those that wait for each other come last, and
/// the engine refuses them: the schema has none.
fn in_order(mut tables: Vec<Table>, mut waiting: HashMap<String, HashSet<String>>) -> Vec<Table> {
    let mut ordered = Vec::with_capacity(tables.len());
    loop {
        let is_free = |table: &mut Table| waiting[&table.name].is_empty();
        let free: Vec<Table> = tables.extract_if(.., is_free).collect();
        if free.is_empty() {
            ordered.append(&mut tables);
            return ordered;
        }
        for others in waiting.values_mut() {
            others.retain(|other| free.iter().all(|table| table.name != *other));
        }
        ordered.extend(free);
    }
}

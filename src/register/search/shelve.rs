//! Writing: what things are found by, in the transaction that makes or changes them.

use std::collections::BTreeMap;

use super::super::columns::Columns;
use super::super::rows::Row;
use super::super::{Entry, Error};
use super::members::Members;
use super::term::{Field, Shelf, Term};

/// Rows that are read and written together, at most: they are held meanwhile.
const ROWS: usize = 4_096;

/// What changes for one thing.
#[derive(Clone, Debug)]
pub(in crate::register) struct Shelving {
    /// The thing.
    pub id: i64,
    /// What it is found by no longer.
    pub before: Vec<Term>,
    /// What it is found by.
    pub after: Vec<Term>,
}

/// What happens to a row: a place leaves it, or comes.
struct Change {
    row: (Term, i64),
    comes: bool,
    place: usize,
}

impl Entry {
    /// Lets a thing be found by the words of a text, and to be there at all.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn index_words(&mut self, shelf: Shelf, id: i64, text: &str) -> Result<(), Error> {
        let mut after = Term::words(text);
        after.push(Term::ALL);
        let before = Vec::new();
        self.shelve(shelf, &[Shelving { id, before, after }]).await
    }

    /// Lets a thing be found by the words of another text than before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn change_words(
        &mut self,
        shelf: Shelf,
        id: i64,
        (before, after): (&str, &str),
    ) -> Result<(), Error> {
        let (before, mut after) = (Term::words(before), Term::words(after));
        after.push(Term::ALL);
        self.shelve(shelf, &[Shelving { id, before, after }]).await
    }

    /// Changes what things are found by. What a thing has before and after it keeps; done again
    /// it is the same.
    pub(in crate::register) async fn shelve(
        &mut self,
        shelf: Shelf,
        shelvings: &[Shelving],
    ) -> Result<(), Error> {
        let mut changes = Vec::new();
        for Shelving { id, before, after } in shelvings {
            let (block, place) = Members::place(*id);
            let change = |comes| {
                move |term: &Term| Change {
                    row: (*term, block),
                    comes,
                    place,
                }
            };
            let leaving = before.iter().filter(|term| !after.contains(term));
            changes.extend(leaving.map(change(false)));
            changes.extend(after.iter().map(change(true)));
        }
        // What leaves a row does so before anything comes.
        changes.sort_unstable_by_key(|change| (change.row, change.comes));
        let rows: Vec<&[Change]> = changes.chunk_by(|one, next| one.row == next.row).collect();
        for some in rows.chunks(ROWS) {
            let keys: Vec<_> = some.iter().map(|changes| changes[0].row).collect();
            let mut standing = self.members(shelf, &keys).await?;
            let changed = some.iter().map(|changes| {
                let row = changes[0].row;
                let mut members = standing.remove(&row).unwrap_or_else(Members::none);
                for Change { comes, place, .. } in *changes {
                    if *comes {
                        members.insert(*place);
                    } else {
                        members.remove(*place);
                    }
                }
                (row, members.written())
            });
            let changed: Vec<_> = changed.collect();
            self.write_members(shelf, &changed).await?;
        }
        Ok(())
    }

    /// The rows that are there already.
    async fn members(
        &mut self,
        shelf: Shelf,
        keys: &[(Term, i64)],
    ) -> Result<BTreeMap<(Term, i64), Members>, Error> {
        let fields: BTreeMap<&str, Field> = keys
            .iter()
            .map(|(term, _)| (term.field.name(), term.field))
            .collect();
        let wanted = Columns::of(keys)
            .text("shelf", |_| shelf.name())
            .text("field", |(term, _)| term.field.name())
            .number("term", |(term, _)| term.key)
            .number("block", |(_, block)| *block);
        let sql = "select s.field, s.term, s.block, s.members from wanted w join search s
                     on s.shelf = w.shelf and s.field = w.field and s.term = w.term
                     and s.block = w.block";
        let rows: Vec<(String, i64, i64, String)> = wanted.ask(self, sql).await?;
        let read = |(field, key, block, members): (String, i64, i64, String)| {
            let name = format!("{field} {key} {block}");
            let row = Row {
                table: "search",
                key: &name,
            };
            let field = row.column("field", fields.get(field.as_str()).copied())?;
            let members = Members::read(&row, &members)?;
            Ok(((Term { field, key }, block), members))
        };
        rows.into_iter().map(read).collect()
    }

    async fn write_members(
        &mut self,
        shelf: Shelf,
        rows: &[((Term, i64), String)],
    ) -> Result<(), Error> {
        let written = Columns::of(rows)
            .text("shelf", |_| shelf.name())
            .text("field", |((term, _), _)| term.field.name())
            .number("term", |((term, _), _)| term.key)
            .number("block", |((_, block), _)| *block)
            .text("members", |(_, members)| members.as_str());
        let then = " on conflict (shelf, field, term, block)
                     do update set members = excluded.members";
        written.insert(self, "search", then).await?;
        Ok(())
    }
}

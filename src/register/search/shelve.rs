//! Writing: what things are found by, in the transaction that makes or changes them.

use std::collections::BTreeMap;

use sqlx::QueryBuilder;

use super::super::rows::Row;
use super::super::{Entry, Error, on};
use super::members::Members;
use super::term::{Field, Shelf, Term};

/// Rows that are read or written at once, at most. Only so many, or a power of two: statements of
/// a few lengths are prepared once, where one of each length would be read anew each time.
const ROWS: usize = 512;

/// The rows in runs of such lengths.
fn runs<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << rows.len().min(ROWS).checked_ilog2()?;
        let (run, rest) = rows.split_at(length);
        rows = rest;
        Some(run)
    })
}

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
        for some in runs(&rows) {
            let mut standing = self
                .members(shelf, some.iter().map(|changes| changes[0].row))
                .await?;
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
            self.write_members(shelf, changed.collect()).await?;
        }
        Ok(())
    }

    /// The rows that are there already.
    async fn members(
        &mut self,
        shelf: Shelf,
        keys: impl Iterator<Item = (Term, i64)> + Clone,
    ) -> Result<BTreeMap<(Term, i64), Members>, Error> {
        let fields: BTreeMap<&str, Field> = keys
            .clone()
            .map(|(term, _)| (term.field.name(), term.field))
            .collect();
        let rows: Vec<(String, i64, i64, String)> = on!(self.connection(), connection => {
            let mut query = QueryBuilder::new("with wanted (field, term, block) as (");
            query.push_values(keys.clone(), |mut row, (term, block)| {
                row.push_bind(term.field.name())
                    .push_bind(term.key)
                    .push_bind(block);
            });
            query.push(
                ") select s.field, s.term, s.block, s.members from wanted w join search s
                     on s.field = w.field and s.term = w.term and s.block = w.block
                     and s.shelf = ",
            );
            query.push_bind(shelf.name());
            query.build_query_as().fetch_all(connection).await
        })?;
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
        rows: Vec<((Term, i64), String)>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            let mut query =
                QueryBuilder::new("insert into search (shelf, field, term, block, members) ");
            query.push_values(&rows, |mut row, ((term, block), members)| {
                row.push_bind(shelf.name())
                    .push_bind(term.field.name())
                    .push_bind(term.key)
                    .push_bind(block)
                    .push_bind(members.as_str());
            });
            query.push(
                " on conflict (shelf, field, term, block) do update set members = excluded.members",
            );
            query.build().execute(connection).await.map(drop)
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, runs};

    #[test]
    fn runs_hold_every_row_once_in_a_few_lengths() {
        for count in [0, 1, 5, 511, 512, 513, 1_300] {
            let rows: Vec<usize> = (0..count).collect();
            let cut: Vec<&[usize]> = runs(&rows).collect();
            assert_eq!(cut.concat(), rows);
            let sound = |run: &&[usize]| run.len().is_power_of_two() && run.len() <= ROWS;
            assert!(cut.iter().all(sound), "{count}");
        }
    }
}

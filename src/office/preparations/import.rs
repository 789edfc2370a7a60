//! A list is imported: all of it, or nothing with everything that is wrong.

use serde_json::json;

use super::change::Change;
use super::{Once, Receipt, Seen, sheet};
use crate::office::issue::list::{self, DECISION, Grid, List};
use crate::office::{Access, Error, Office, Refusal};
use crate::scheme::words::Language;

/// What became of a list.
#[derive(Debug)]
pub enum Imported {
    /// Its rows are lines now.
    Done(Receipt),
    /// Nothing was taken.
    Refused {
        /// Everything that is wrong, by row and column.
        refusals: Vec<Refusal>,
        /// The file again, as a workbook with a column that says what is wrong with each row;
        /// `None` when it was not asked for, or could not be read at all.
        marked: Option<Vec<u8>>,
    },
}

impl Office {
    /// Imports a list, CSV or a workbook. With a language, one that is refused comes back marked in
    /// it.
    ///
    /// # Errors
    /// [`Error::Stale`], or what refuses any change. What is wrong with the list is no error.
    pub async fn import_lines(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        (file, marking): (Vec<u8>, Option<Language>),
    ) -> Result<Imported, Error> {
        let mut marked = None;
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            let (grid, List { rows, ragged }) = read(file).await?;
            let lines = self.lines_of(&record, rows).await;
            let mut refusals = ragged;
            let lines = match lines {
                Err(Error::Refused(more)) => {
                    refusals.extend(more);
                    Vec::new()
                }
                lines => lines?,
            };
            if !refusals.is_empty() {
                refusals.sort_by_key(|refusal| refusal.row);
                if let Some(language) = marking {
                    let (workbook, told) = mark(grid, refusals, language).await?;
                    (marked, refusals) = (Some(workbook), told);
                }
                return Err(Error::Refused(refusals));
            }
            let change = Change {
                act: "preparation_lines_added",
                body: json!({ "from": "list" }),
                add: lines,
                ..Change::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        match self.once_for(access, once, act).await {
            Ok(receipt) => Ok(Imported::Done(receipt)),
            Err(Error::Refused(refusals)) => Ok(Imported::Refused { refusals, marked }),
            Err(error) => Err(error),
        }
    }
}

/// Reads the file on a thread where nobody waits for it.
async fn read(file: Vec<u8>) -> Result<(Grid, List), Error> {
    let read = tokio::task::spawn_blocking(move || {
        let grid = list::grid(&file)?;
        let list = list::rows(grid.clone(), &DECISION)?;
        Ok::<_, Vec<Refusal>>((grid, list))
    });
    read.await
        .map_err(|_| Error::Stopped)?
        .map_err(Error::Refused)
}

async fn mark(
    grid: Grid,
    refusals: Vec<Refusal>,
    language: Language,
) -> Result<(Vec<u8>, Vec<Refusal>), Error> {
    let marked = tokio::task::spawn_blocking(move || {
        let workbook = sheet::marked(&grid, &refusals, language);
        (workbook, refusals)
    });
    let (workbook, refusals) = marked.await.map_err(|_| Error::Stopped)?;
    Ok((workbook?, refusals))
}

//! What an audit finds: the first row that is not as it should be.

use serde::Serialize;

use crate::office::Error;
use crate::register;
use crate::scheme::words::Text;

/// A row that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The table.
    pub table: &'static str,
    /// Which row: its key.
    pub row: String,
    /// What is wrong with it.
    pub message: Text,
}

impl Fault {
    /// A fault of a row.
    pub fn of(table: &'static str, row: impl ToString, vi: String, en: String) -> Self {
        Self {
            table,
            row: row.to_string(),
            message: Text::of(vi, en),
        }
    }

    /// A row that is not what the log says.
    pub fn differs(table: &'static str, row: impl ToString) -> Self {
        Self::of(
            table,
            row,
            "dòng này không giống điều đã ghi vào nhật ký".to_owned(),
            "this row is not what the log recorded".to_owned(),
        )
    }
}

/// Why an audit ends early.
pub(super) enum Stop {
    /// It found something.
    Found(Fault),
    /// It could not go on.
    Failed(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Found(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            Error::Register(error) => error.into(),
            error => Self::Failed(error),
        }
    }
}

impl From<register::Error> for Stop {
    fn from(error: register::Error) -> Self {
        if let Some(reason) = error.undecodable() {
            return Self::Found(Fault::of(
                "?",
                "?",
                format!("một cột không phải kiểu của nó: {reason}"),
                format!("a column is not of its type: {reason}"),
            ));
        }
        match error {
            register::Error::Inconsistent { table, key, column } => Self::Found(Fault::of(
                table,
                key,
                format!("không đọc được cột {column}"),
                format!("the column {column} cannot be read"),
            )),
            error => Self::Failed(error.into()),
        }
    }
}

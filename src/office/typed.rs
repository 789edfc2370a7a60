//! What people type into a form, read field by field: everything that is wrong is said at once.

use super::issue::vi_of;
use super::{Error, Refusal};
use crate::scheme::council::CouncilCode;
use crate::scheme::text::{self, Refused};
use crate::scheme::words::Text;

/// What was found wrong so far.
#[derive(Default)]
pub(in crate::office) struct Typed {
    refusals: Vec<Refusal>,
}

impl Typed {
    /// A field of one line that must be filled.
    pub fn line(&mut self, field: &'static str, written: &str) -> Option<String> {
        self.read(field, text::tidy(written))
    }

    /// A field of one line that may be empty.
    pub fn optional_line(&mut self, field: &'static str, written: &str) -> Option<String> {
        if written.trim().is_empty() {
            return None;
        }
        self.line(field, written)
    }

    /// A field of several lines that must be filled.
    pub fn prose(&mut self, field: &'static str, written: &str) -> Option<String> {
        self.read(field, text::tidy_prose(written))
    }

    /// The code of a council.
    pub fn council(&mut self, field: &'static str, written: &str) -> Option<CouncilCode> {
        let code = written.trim().parse().ok();
        if code.is_none() {
            self.refuse(
                field,
                "not_a_council_code",
                Text::new(
                    "Chưa chọn hội đồng, hoặc mã không đúng. Hãy chọn trong danh sách, ví dụ CB.",
                    "No council is chosen, or this is not a council's code. Choose one, such as CB.",
                ),
            );
        }
        code
    }

    /// Says what is wrong with a field.
    pub fn refuse(&mut self, field: &'static str, code: &'static str, message: Text) {
        self.refusals.push(Refusal::of(field, code, message));
    }

    /// What was read, if nothing was wrong.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, Error> {
        match read {
            Some(read) if self.refusals.is_empty() => Ok(read),
            _ => Err(Error::Refused(self.refusals)),
        }
    }

    fn read(&mut self, field: &'static str, read: Result<String, Refused>) -> Option<String> {
        match read {
            Ok(text) => Some(text),
            Err(Refused::Empty) => {
                self.refuse(
                    field,
                    "empty",
                    Text::new(
                        "Ô này trống. Hãy điền vào.",
                        "This field is empty. Fill it in.",
                    ),
                );
                None
            }
            Err(refused) => {
                self.refuse(
                    field,
                    "text_refused",
                    Text::of(
                        format!("{} Hãy gõ lại ô này.", vi_of(refused)),
                        format!("This cannot stand here: {refused}. Type the field again."),
                    ),
                );
                None
            }
        }
    }
}

/// What is looked for in folded names, if anything is. No name holds what cannot be seen, and
/// PostgreSQL takes no zero byte.
pub(in crate::office) fn looked_for(written: Option<&str>) -> Option<String> {
    let visible: String = written?.chars().filter(|c| !c.is_control()).collect();
    Some(text::fold(&visible)).filter(|folded| !folded.is_empty())
}

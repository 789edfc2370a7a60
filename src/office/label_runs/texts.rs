//! The texts of a run's codes: made from the key of its year whenever they are asked for, always
//! the same.

use super::LabelRunView;
use crate::office::{Error, Office};
use crate::register;
use crate::scheme::digits;
use crate::scheme::number::CertificateNumber;
use crate::scheme::serial::{Serial, SerialKey};

/// The text of one label's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunText {
    /// Which of the certificate's labels.
    pub count: u64,
    /// Its serial.
    pub serial: Serial,
    /// The text of its code.
    pub text: String,
}

/// The texts of a run, one after the other.
#[derive(Clone, Debug)]
pub struct RunTexts {
    key: SerialKey,
    number: CertificateNumber,
    /// What stands before a serial.
    head: String,
    /// What stands after it: the token's digits, which are computed once.
    tail: String,
    next: u64,
    /// The count after the last.
    end: u64,
}

impl Office {
    /// The texts of a run that somebody may have printed.
    ///
    /// # Errors
    /// [`Error::NoHost`], that there is no code of the run's kind, or when the register does not answer or lacks the run's key.
    pub async fn run_texts(&self, run: &LabelRunView) -> Result<RunTexts, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        let token = self.code_token(run.number, run.kind).await?;
        let token = token.ok_or_else(|| {
            register::Error::Missing(format!("a token for the serials of run {}", run.id))
        })?;
        let key = self.register.serial_key(run.key_year).await?;
        let key = key.ok_or_else(|| {
            register::Error::Missing(format!("the key of the serials of {}", run.key_year))
        })?;
        Ok(RunTexts {
            key,
            number: run.number,
            head: format!("{origin}/s/"),
            tail: digits::write(&token),
            next: run.first,
            end: run.last + 1,
        })
    }
}

impl RunTexts {
    /// Some of them: as many as there are from a count on.
    pub fn part(&self, from: u64, count: u64) -> Self {
        let from = from.clamp(self.next, self.end);
        Self {
            next: from,
            end: from.saturating_add(count).min(self.end),
            ..self.clone()
        }
    }

    /// The serial of the next label.
    fn serial(&mut self) -> Option<Serial> {
        if self.next >= self.end {
            return None;
        }
        let serial = self.key.serial(self.number, self.next);
        self.next += 1;
        Some(serial)
    }

    /// Writes the next label's count, serial and text as the first cells of a line of CSV; says
    /// whether there was one.
    pub(super) fn write(&mut self, line: &mut Vec<u8>) -> bool {
        let Some(serial) = self.serial() else {
            return false;
        };
        let digits = serial.digits();
        let (count, mac) = digits.split_at(digits.len() - 6);
        let zeros = count.iter().take_while(|digit| **digit == b'0').count();
        line.extend_from_slice(&count[zeros..]);
        line.push(b',');
        line.extend_from_slice(count);
        line.push(b'-');
        line.extend_from_slice(mac);
        line.push(b',');
        line.extend_from_slice(self.head.as_bytes());
        line.extend_from_slice(&digits);
        line.extend_from_slice(self.tail.as_bytes());
        true
    }
}

impl Iterator for RunTexts {
    type Item = RunText;

    fn next(&mut self) -> Option<RunText> {
        let serial = self.serial()?;
        Some(RunText {
            count: serial.count,
            text: format!("{}{serial}{}", self.head, self.tail),
            serial,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.end - self.next).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

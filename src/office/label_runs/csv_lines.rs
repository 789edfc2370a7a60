//! The texts of a run as CSV, for printing with variable data: written piece by piece, never held
//! whole.

use super::{LabelRunView, RunTexts};
use crate::office::{BYTE_ORDER_MARK, Error, Office, harmless};
use crate::scheme::number::CertificateNumber;

/// What a press fills its layout with. All but the first three are the same on every line: so a
/// layout needs nothing beside this file.
const HEADER: &[u8] = b"count,serial,text,number,product,producer,stars,valid_through,lot\n";
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

/// The lines of a CSV, some at a time.
pub struct RunCsv {
    texts: RunTexts,
    /// What is the same at the end of every line.
    rest: Vec<u8>,
    begun: bool,
}

impl Office {
    /// The CSV of a run that somebody may have printed.
    ///
    /// # Errors
    /// As [`Office::run_texts`].
    pub async fn run_csv(&self, run: &LabelRunView) -> Result<RunCsv, Error> {
        let texts = self.run_texts(run).await?;
        let certificate = self.certificate(run.number).await?;
        let rest = rest(
            run.number,
            [
                certificate.product,
                certificate.producer,
                certificate.stars.to_string(),
                certificate.valid_through.to_string(),
                run.lot.clone().unwrap_or_default(),
            ],
        );
        Ok(RunCsv {
            texts,
            rest,
            begun: false,
        })
    }
}

/// The cells after a text, with their line's end.
fn rest(number: CertificateNumber, cells: [String; 5]) -> Vec<u8> {
    let mut rest = vec![b','];
    let mut writer = csv::Writer::from_writer(&mut rest);
    let cells = cells.map(harmless);
    let line = std::iter::once(number.to_string()).chain(cells);
    // Memory takes all of it, and a line has as many cells as it has.
    drop(writer.write_record(line));
    drop(writer);
    rest
}

impl Iterator for RunCsv {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut piece = Vec::with_capacity(PIECE + 1024);
        if !self.begun {
            self.begun = true;
            piece.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
            piece.extend_from_slice(HEADER);
        }
        while piece.len() < PIECE && self.texts.write(&mut piece) {
            piece.extend_from_slice(&self.rest);
        }
        (!piece.is_empty()).then_some(piece)
    }
}

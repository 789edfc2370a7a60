//! The label of a line that is not sealed yet: as large as the real one, and marked as none.

use chrono::DateTime;

use super::Looked;
use super::line::Line;
use crate::label::{Format, Label};
use crate::office::Error;
use crate::scheme::qr_text;
use crate::scheme::token::Token;

/// What stands on it, white on black.
const MARK: &str = "BẢN XEM TRƯỚC, KHÔNG CÓ GIÁ TRỊ";

impl Looked {
    /// The label of a line as SVG. Its code holds no signature, so that no verifier takes it for
    /// a certificate.
    ///
    /// # Errors
    /// When no label of the configured size could hold the code.
    pub fn preview(&self, line: &Line) -> Result<Option<String>, Error> {
        let Some(frame) = &self.frame else {
            return Ok(None);
        };
        let claims = line.claims(&frame.rules(), u32::MAX, DateTime::UNIX_EPOCH);
        let unsealed = Token::prepare(claims, frame.sealing.alg, frame.sealing.kid);
        let token = unsealed.seal([0; 64]).message.to_bytes();
        let text = qr_text::write(&frame.sealing.origin, &token);
        let mut label = Label::new(&text, &format!("{}-…", frame.sealing.council.code));
        label.demonstration = Some(MARK.to_owned());
        let extent = label.extent(frame.sealing.size)?;
        let file = label.render(Format::Svg, &extent)?;
        Ok(Some(String::from_utf8_lossy(&file).into_owned()))
    }
}

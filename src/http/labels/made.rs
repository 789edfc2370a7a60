//! A file of a label, made in its turn and sent with what it really is.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::refused::refused;
use super::wishes::FileWishes;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::label::{Extent, Format, Label};

/// The real size of a label: whoever asks by width learns the module, and the other way round.
const MEASURES: HeaderName = HeaderName::from_static("ocop-label");

/// A finished file.
pub struct Made {
    bytes: Vec<u8>,
    extent: Extent,
    format: Format,
}

impl Made {
    /// Makes a file, when it is this one's turn.
    ///
    /// # Errors
    /// What keeps the label from being made, or busy.
    pub async fn of(front: &Front, label: Label, wishes: FileWishes) -> Result<Self, Error> {
        let tested = front.clone();
        let made = front.in_turn(move || {
            let extent = wishes.label.extent(&label)?;
            tested.tested().check(&label, &extent)?;
            Ok((wishes.file(&label, &extent)?, extent))
        });
        let (bytes, extent) = made.await?.map_err(|error| refused(&error))?;
        Ok(Self {
            bytes,
            extent,
            format: wishes.format,
        })
    }

    /// The answer, which nobody on the way keeps.
    pub fn answer(self, name: &str) -> Response {
        let Self {
            bytes,
            extent,
            format,
        } = self;
        let mut response = saved(
            bytes,
            format.media_type(),
            &format!("{name}.{}", format.name()),
        );
        if let Ok(measures) = HeaderValue::try_from(measures(&extent)) {
            response.headers_mut().insert(MEASURES, measures);
        }
        response
    }
}

/// A dictionary of RFC 8941.
fn measures(extent: &Extent) -> String {
    let size = extent.size();
    format!(
        "width_mm={:.2}, height_mm={:.2}, module_mm={:.3}, dots={}, dpi={}, version={}",
        extent.width_mm(),
        extent.height_mm(),
        size.module_mm(),
        size.dots(),
        size.dpi(),
        extent.version()
    )
}

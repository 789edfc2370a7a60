//! The producer's code for a certificate's product on the traceability portal: shown, set, taken
//! away.

use serde::Serialize;
use serde_json::json;

use crate::office::issue::vi_of;
use crate::office::{Access, Error, Office, Refusal};
use crate::register::Deed;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text;
use crate::scheme::words::Text;

/// A certificate's code on the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceabilityView {
    /// The certificate.
    pub number: CertificateNumber,
    /// The code, as the producer gave it; `None` where there is none.
    pub code: Option<String>,
    /// Its page on the portal, where the programme names one.
    pub link: Option<String>,
}

impl Office {
    /// The code of a certificate's product, for who acts for its producer.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for another's; or when the register does not answer.
    pub async fn traceability(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<TraceabilityView, Error> {
        self.owner_of_certificate(access, number).await?;
        let code = self.held().traceability_of(number);
        let code = code.map(|code| code.to_string());
        Ok(TraceabilityView {
            number,
            link: code
                .as_deref()
                .and_then(|code| self.traceability_link(code)),
            code,
        })
    }

    /// Sets the code of a certificate's product, or takes it away where nothing is given. The
    /// portal's own address of a code is as good as the code.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for another's; [`Error::Refused`] for what cannot be a code; or
    /// when the register does not answer.
    pub async fn set_traceability(
        &self,
        access: &Access,
        number: CertificateNumber,
        typed: &str,
    ) -> Result<TraceabilityView, Error> {
        let before = self.traceability(access, number).await?.code;
        let code = match typed.trim().is_empty() {
            true => None,
            false => Some(text::tidy(typed).map_err(code_refused)?),
        };
        let portal = self.config.traceability.as_ref();
        let code = code.map(|code| {
            let own = portal.and_then(|portal| portal.code_in(&code));
            own.map(str::to_owned).unwrap_or(code)
        });
        if code != before {
            let (actor, now) = (access.actor.written(), self.clock.now());
            let entering = self.writable().await?.enter(move |entry| {
                Box::pin(async move {
                    let code = code.as_deref();
                    entry.set_traceability(number, code, (&actor, now)).await?;
                    let act = match code {
                        Some(_) => "traceability_set",
                        None => "traceability_removed",
                    };
                    let deed = Deed {
                        at: now,
                        actor,
                        act,
                        subject: format!("certificate {number}"),
                        body: json!({ "code": code }),
                    };
                    entry.trail(&deed).await.map(drop)
                })
            });
            entering.await?;
            self.refresh().await?;
        }
        self.traceability(access, number).await
    }
}

fn code_refused(refused: text::Refused) -> Error {
    Error::Refused(vec![Refusal::of(
        "code",
        "text_refused",
        Text::of(
            format!(
                "Mã truy xuất không dùng được: {} Hãy chép lại mã hoặc đường dẫn từ cổng truy xuất nguồn gốc.",
                vi_of(refused)
            ),
            format!(
                "The code cannot stand: {refused}. Copy the code or link from the traceability portal again."
            ),
        ),
    )])
}

//! A report comes in: checked, judged once, kept with its photographs.

use std::fs;

use chrono::{DateTime, TimeDelta, Utc};

use super::typed::Facts;
use super::{
    MOST_A_DAY, MOST_ALIKE_A_DAY, MOST_REPORT_PHOTOGRAPHS, ShopperReportRefused, TypedShopperReport,
};
use crate::office::contents::Incoming;
use crate::office::photographs::{LARGEST_SENT, too_large_sent};
use crate::office::{Error, Office, Refusal};
use crate::register::{NewShopperReport, Photograph, ReportSubject};
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::report_number::ReportNumber;
use crate::scheme::words::Text;
use crate::signer;

impl Office {
    /// Lets a photograph of a report arrive.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn receive_report_photograph(&self) -> Result<Incoming, Error> {
        Incoming::begin(&self.data, LARGEST_SENT as u64, too_large_sent).await
    }

    /// Keeps what a shopper reports, and gives it a number. What was sent before, by what its
    /// form drew, has the number of then.
    ///
    /// Decoding photographs takes a core and memory: the door sees to how many do so at once.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, or
    /// [`ShopperReportRefused::TooManyToday`] or [`ShopperReportRefused::TooManyAlike`].
    pub async fn report_suspicion(
        &self,
        typed: &TypedShopperReport,
        photographs: Vec<Incoming>,
    ) -> Result<ReportNumber, Error> {
        let facts = typed.read()?;
        if photographs.len() > MOST_REPORT_PHOTOGRAPHS {
            return Err(Error::Refused(vec![too_many()]));
        }
        if let Some(once) = &facts.once
            && let Some(known) = self.register.shopper_report_sent_once(once).await?
        {
            return Ok(known.number);
        }
        let (at, midnight) = self.now_and_midnight();
        if self.register.shopper_reports_since(midnight).await? >= MOST_A_DAY {
            return Err(ShopperReportRefused::TooManyToday.into());
        }
        let (certificate, verdict) = self.named_by(&facts).await?;
        let place = || ReportSubject::Place(facts.province.clone());
        let subject = certificate.map_or_else(place, ReportSubject::Certificate);
        let alike = self
            .register
            .shopper_reports_alike_since(&subject, midnight);
        if alike.await? >= MOST_ALIKE_A_DAY {
            return Err(ShopperReportRefused::TooManyAlike.into());
        }
        let photographs = self.take_all(photographs).await?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| signer::Error::NoRandomness)?;
        let new = NewShopperReport {
            number: ReportNumber::drawn(random),
            once: facts.once,
            code: facts.code,
            certificate,
            verdict,
            reason: facts.reason,
            product: facts.product,
            description: facts.description,
            shop: facts.shop,
            shop_address: facts.shop_address,
            province: facts.province,
            contact: facts.contact,
            photographs,
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                // The same form twice at once: the one has the other's number.
                if let Some(once) = &new.once
                    && let Some(known) = entry.report_number_of_once(once).await?
                {
                    return Ok(Ok(known));
                }
                if entry.count_shopper_reports_since(midnight).await? >= MOST_A_DAY {
                    return Ok(Err(ShopperReportRefused::TooManyToday));
                }
                let alike = entry.count_shopper_reports_alike_since(&subject, midnight);
                if alike.await? >= MOST_ALIKE_A_DAY {
                    return Ok(Err(ShopperReportRefused::TooManyAlike));
                }
                entry.add_shopper_report(&new, at).await?;
                Ok(Ok(new.number))
            })
        });
        Ok(entering.await??)
    }

    fn now_and_midnight(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let now = self.clock.now();
        let midnight = DateTime::from_timestamp(day::begins(day::of(now)), 0);
        (now, midnight.unwrap_or(now - TimeDelta::days(1)))
    }

    /// The certificate that a code names, genuine or not, and what the judge says of it. That a
    /// number was never issued is what the report may be about.
    async fn named_by(
        &self,
        facts: &Facts,
    ) -> Result<(Option<CertificateNumber>, Option<&'static str>), Error> {
        let Some(code) = &facts.code else {
            return Ok((None, None));
        };
        match self.examine(code, None).await {
            Ok(examined) => {
                let certificate = examined.verdict.certificate.as_ref();
                let number = certificate.map(|certificate| certificate.number());
                Ok((number, Some(examined.verdict.kind.name())))
            }
            Err(Error::NoSuchNumber(_) | Error::MistypedNumber) => Ok((None, None)),
            Err(error) => Err(error),
        }
    }

    async fn take_all(&self, photographs: Vec<Incoming>) -> Result<Vec<Photograph>, Error> {
        let mut taken = Vec::with_capacity(photographs.len());
        for (row, mut incoming) in (1..).zip(photographs) {
            let arrived = incoming.finish().await?;
            let reading = tokio::task::spawn_blocking(move || {
                fs::read(&arrived.path).map_err(Error::file(&arrived.path))
            });
            let bytes = reading.await.map_err(|_| Error::Stopped)??;
            match self.take_photograph(bytes, false).await {
                Ok(photograph) => taken.push(photograph),
                Err(Error::Refused(refusals)) => {
                    let of_row = refusals.into_iter().map(|refusal| Refusal {
                        row: Some(row),
                        ..refusal
                    });
                    return Err(Error::Refused(of_row.collect()));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(taken)
    }
}

fn too_many() -> Refusal {
    Refusal::of(
        "photograph",
        "too_many_photographs",
        Text::new(
            "Nhiều nhất 3 ảnh. Hãy chọn những ảnh rõ nhất rồi gửi lại.",
            "At most 3 photographs. Choose the clearest, then send again.",
        ),
    )
}

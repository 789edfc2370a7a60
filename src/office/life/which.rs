//! Which certificates an act is about: by number, or all of a decision.

use chrono::Datelike;

use super::Which;
use crate::office::{Error, Office, Reach, Refusal};
use crate::register::Standing;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::number::{CertificateNumber, NotANumber};
use crate::scheme::words::Text;

impl Office {
    /// How the certificates stand that an act is about; every number that is wrong is said.
    pub(in crate::office) async fn standings(
        &self,
        which: &Which,
        within: &Reach,
    ) -> Result<Vec<Standing>, Error> {
        match which {
            Which::Numbers(numbers) => self.numbered(numbers, within).await,
            Which::AllOf {
                decision,
                council,
                year,
            } => {
                let number = DecisionNumber::parse(decision).map_err(|_| no_decision(decision))?;
                let mut found = self.register.decisions_numbered(number.as_str()).await?;
                found.retain(|decision| {
                    within.includes(decision.council)
                        && council.is_none_or(|code| code == decision.council)
                        && year.is_none_or(|year| year == decision.decided_on.year())
                });
                match found.as_slice() {
                    [] => Err(no_decision(decision)),
                    [decision] => Ok(self.register.standings_of(decision).await?),
                    several => Err(ambiguous(decision, several.len())),
                }
            }
        }
    }

    async fn numbered(&self, numbers: &[String], within: &Reach) -> Result<Vec<Standing>, Error> {
        let mut standings = Vec::with_capacity(numbers.len());
        let mut refusals = Vec::new();
        for written in numbers {
            match self.standing(written, within).await? {
                Ok(standing) => standings.push(standing),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() {
            Ok(standings)
        } else {
            Err(Error::Refused(refusals))
        }
    }

    /// How an older and a newer certificate stand; what is wrong with either number is said
    /// together.
    pub(super) async fn both(
        &self,
        older: &str,
        newer: &str,
        within: &Reach,
    ) -> Result<(Standing, Standing), Error> {
        let older = self.standing(older, within).await?;
        let newer = self.standing(newer, within).await?;
        match (older, newer) {
            (Ok(older), Ok(newer)) => Ok((older, newer)),
            (older, newer) => {
                let refusals = older.err().into_iter().chain(newer.err());
                Err(Error::Refused(refusals.collect()))
            }
        }
    }

    /// How one certificate stands, of all or of one council's; or why the number names none.
    async fn standing(
        &self,
        written: &str,
        within: &Reach,
    ) -> Result<Result<Standing, Refusal>, Error> {
        let shown: String = written.chars().take(40).collect();
        let number: CertificateNumber = match written.parse() {
            Ok(number) => number,
            Err(NotANumber::Check) => {
                return Ok(Err(refusal(
                    "mistyped_number",
                    format!(
                        "Số giấy \"{shown}\" bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy so lại với nhãn."
                    ),
                    format!(
                        "The number \"{shown}\" is mistyped: its check character does not fit. Compare it with the label."
                    ),
                )));
            }
            Err(NotANumber::Form) => {
                return Ok(Err(refusal(
                    "not_a_number",
                    format!(
                        "\"{shown}\" không phải số giấy chứng nhận. Số đúng có dạng như CB-12345-E."
                    ),
                    format!(
                        "\"{shown}\" is not a certificate number. A number looks like CB-12345-E."
                    ),
                )));
            }
        };
        let standing = match within.includes(number.council) {
            false => None,
            true => self.register.standing(number).await?,
        };
        Ok(standing.ok_or_else(|| {
            refusal(
                "no_such_number",
                format!("Sổ đăng ký không có giấy chứng nhận số {number}. Hãy kiểm tra lại số."),
                format!("The register has no certificate {number}. Check the number."),
            )
        }))
    }
}

fn refusal(code: &'static str, vi: String, en: String) -> Refusal {
    Refusal::of("number", code, Text::of(vi, en))
}

fn no_decision(written: &str) -> Error {
    let shown: String = written.chars().take(DecisionNumber::LONGEST).collect();
    Error::Refused(vec![Refusal::of(
        "all_of",
        "no_such_decision",
        Text::of(
            format!(
                "Sổ đăng ký không có quyết định \"{shown}\". Hãy xem số bằng `ocop certificates`."
            ),
            format!(
                "The register has no decision \"{shown}\". See the numbers with `ocop certificates`."
            ),
        ),
    )])
}

fn ambiguous(written: &str, several: usize) -> Error {
    Error::Refused(vec![Refusal::of(
        "all_of",
        "ambiguous_decision",
        Text::of(
            format!("Có {several} quyết định mang số {written}. Hãy ghi thêm --council và --year."),
            format!(
                "There are {several} decisions with the number {written}. Add --council and --year."
            ),
        ),
    )])
}

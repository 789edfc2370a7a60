//! The public register: every certificate that it lists is in the log, and every one that is in
//! the log is listed; each judges as it should.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::state::base64;
use super::{Found, Monitor, Stopped};
use crate::scheme::council::CouncilCode;
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text::QrText;
use crate::scheme::stars::Stars;
use crate::scheme::status::{RegisterData, Status, StatusList, StatusLists};
use crate::scheme::token::{Token, TokenDigest};
use crate::scheme::verdict::Kind;

/// The first page.
const PAGES: &str = "/api/v1/certificates?";
/// Certificates of a page.
const LIMIT: usize = 500;
/// Largest page, in bytes: a token's URL has 2,000, names as many.
const LARGEST: usize = LIMIT * (8 << 10);
/// Most certificates that may have been issued since the log was read.
const MOST_LATE: usize = 100_000;

#[derive(Deserialize)]
struct Page {
    certificates: Vec<View>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct View {
    number: String,
    stars: Stars,
    product: String,
    producer: String,
    issued_on: NaiveDate,
    valid_through: NaiveDate,
    url: Option<String>,
}

/// What was listed.
#[derive(Default)]
pub(super) struct Listed {
    /// Numbers that the log had already.
    known: HashSet<CertificateNumber>,
    /// Numbers and tokens that it had not yet.
    pub late: HashMap<CertificateNumber, [u8; 32]>,
    /// Leaves that the log had when the listing began.
    before: u64,
}

impl Listed {
    pub(super) fn count(&self) -> usize {
        self.known.len() + self.late.len()
    }
}

/// What certificates are judged by.
struct Judging {
    status: StatusLists,
    register: RegisterData,
}

/// How packs and register data name a token of a hash.
pub(super) fn short(token: &[u8; 32]) -> TokenDigest {
    let mut short = [0; 8];
    short.copy_from_slice(&token[..8]);
    TokenDigest(short)
}

impl Monitor<'_> {
    /// The digests of every token that the log has, of each council.
    pub(super) fn logged_digests(&self) -> HashMap<CouncilCode, HashSet<TokenDigest>> {
        let mut tokens: HashMap<CouncilCode, HashSet<TokenDigest>> = HashMap::new();
        for council in self.replay.councils.keys() {
            tokens.entry(*council).or_default();
        }
        for (number, known) in &self.replay.certificates {
            let of_council = tokens.entry(number.council).or_default();
            let both = [Some(known.token), known.compact].into_iter().flatten();
            of_council.extend(both.map(|token| short(&token)));
        }
        tokens
    }

    /// Reads the whole register.
    pub(super) fn certificates(
        &mut self,
        lists: &HashMap<CouncilCode, StatusList>,
        began_at: DateTime<Utc>,
    ) -> Result<Listed, Stopped> {
        let judging = Judging {
            status: StatusLists::new(lists.clone()),
            register: RegisterData::new(began_at, self.logged_digests()),
        };
        let mut listed = Listed {
            before: self.replay.size,
            ..Listed::default()
        };
        let mut path = format!("{PAGES}limit={LIMIT}");
        loop {
            let bytes = self.fetcher.need(&path, LARGEST)?;
            let page: Page = serde_json::from_slice(&bytes).map_err(|error| page(&path, &error))?;
            for view in &page.certificates {
                self.look_at(view, &path, &judging, &mut listed)?;
            }
            // Each page must bring something, and lead on to the register.
            match page.next {
                None => return Ok(listed),
                Some(next) if page.certificates.is_empty() || !next.starts_with(PAGES) => {
                    return Err(self::page(&path, &format_args!("next is {next}")).into());
                }
                Some(next) => path = next,
            }
        }
    }

    fn look_at(
        &self,
        view: &View,
        path: &str,
        judging: &Judging,
        listed: &mut Listed,
    ) -> Result<(), Box<Found>> {
        let number: Option<CertificateNumber> = view.number.parse().ok();
        let number = number.filter(|number| number.to_string() == view.number);
        let number = number.ok_or_else(|| page(path, &format_args!("number {}", view.number)))?;
        let at = format!("{path}, {number}");
        let url = view.url.as_deref().unwrap_or_default();
        let QrText::Token { bytes, .. } = QrText::read(url) else {
            return Err(differs(&at, "url", "the certificate's code", url));
        };
        let token: [u8; 32] = Sha256::digest(&bytes).into();
        let first = match self.replay.certificates.get(&number) {
            Some(known) if known.token != token => {
                return Err(other_token(&at, &known.token, &token));
            }
            Some(_) => listed.known.insert(number),
            None => listed.late.insert(number, token).is_none(),
        };
        if !first || MOST_LATE < listed.late.len() {
            return Err(Found::new(
                "certificate_repeated",
                at,
                "each certificate once",
                "once more",
                (
                    "giấy được liệt kê hai lần",
                    "the certificate is listed twice",
                ),
            ));
        }
        compare(view, number, &bytes, &at)?;
        // What is listed now may have been sealed long after this run began.
        let (trust, now) = (&self.trusted.list, self.asked.clock.now());
        // Whether the log has it is seen later, where it was issued a moment ago.
        let known = listed.known.contains(&number);
        let register = known.then_some(&judging.register);
        let status = Some(&judging.status);
        let verdict = judge(url, trust, status, register, now, None);
        let said = judging.status.get(number.council);
        let said = said.and_then(|list| list.entries.get(&number.index).copied());
        let as_it_should = match said {
            Some(Status::Revoked) => verdict.kind == Kind::Revoked,
            Some(Status::Superseded) => verdict.kind == Kind::Superseded,
            Some(Status::Suspended) => matches!(verdict.kind, Kind::Suspended | Kind::Expired),
            Some(Status::Valid) | None => matches!(verdict.kind, Kind::Genuine | Kind::Expired),
        };
        if as_it_should {
            return Ok(());
        }
        let reason = verdict.reason();
        Err(Found::new(
            "certificate_misjudged",
            at,
            said.map_or("genuine or expired", Status::name),
            format_args!("{}: {}", verdict.kind.name(), reason.en),
            (
                "giấy trong sổ đăng ký không được xác minh là đúng",
                "a certificate of the register does not verify",
            ),
        ))
    }

    /// What was listed and is not in the log; what is in the log and was not listed.
    pub(super) fn check_listed(&self, listed: &Listed) -> Result<(), Box<Found>> {
        let mut late: Vec<_> = listed.late.iter().collect();
        late.sort_by_key(|(number, _)| (number.council, number.index));
        for (number, token) in late {
            let at = format!("{PAGES}, {number}");
            match self.replay.certificates.get(number) {
                Some(known) if known.token == *token => {}
                Some(known) => return Err(other_token(&at, &known.token, token)),
                None => {
                    return Err(Found::new(
                        "certificate_not_in_log",
                        at,
                        "its entry in the log",
                        "none",
                        (
                            "giấy trong sổ đăng ký không có trong nhật ký",
                            "a certificate of the register is not in the log",
                        ),
                    ));
                }
            }
        }
        let missing = self
            .replay
            .certificates
            .iter()
            .filter(|(_, known)| known.position < listed.before)
            .filter(|(number, _)| !listed.known.contains(number))
            .min_by_key(|(_, known)| known.position);
        match missing {
            None => Ok(()),
            Some((number, known)) => Err(Found::new(
                "certificate_not_listed",
                PAGES,
                format_args!("{number}, entry {} of the log", known.position),
                "not listed",
                (
                    "giấy có trong nhật ký nhưng không có trong sổ đăng ký",
                    "a certificate of the log is not listed",
                ),
            )),
        }
    }
}

/// What is shown of a certificate must be what its token says.
fn compare(
    view: &View,
    number: CertificateNumber,
    token: &[u8],
    at: &str,
) -> Result<(), Box<Found>> {
    // One that is no token is judged so.
    let Ok(Token { claims, .. }) = Token::from_bytes(token) else {
        return Ok(());
    };
    let names = claims.names.as_ref();
    let product = names.map_or(&view.product, |names| &names.product);
    let producer = names.map_or(&view.producer, |names| &names.producer);
    let [index, said_index] = [claims.index, number.index].map(|index| index.to_string());
    let [stars, said_stars] = [claims.stars, view.stars].map(|stars| stars.to_string());
    let [issued, said_issued] = [claims.issued_on, view.issued_on].map(|day| day.to_string());
    let [through, said_through] =
        [claims.valid_through, view.valid_through].map(|day| day.to_string());
    for (field, sealed, shown) in [
        ("number", &index, &said_index),
        ("stars", &stars, &said_stars),
        ("issued_on", &issued, &said_issued),
        ("valid_through", &through, &said_through),
        ("product", product, &view.product),
        ("producer", producer, &view.producer),
    ] {
        if sealed != shown {
            return Err(differs(at, field, sealed, shown));
        }
    }
    Ok(())
}

fn differs(at: &str, field: &str, sealed: &str, shown: &str) -> Box<Found> {
    Found::new(
        "certificate_differs",
        format_args!("{at}, {field}"),
        sealed,
        shown,
        (
            "sổ đăng ký ghi khác nội dung đã ký",
            "the register shows other than what was sealed",
        ),
    )
}

fn other_token(at: &str, recorded: &[u8; 32], listed: &[u8; 32]) -> Box<Found> {
    Found::new(
        "certificate_other_token",
        at,
        base64(recorded),
        base64(listed),
        (
            "mã của giấy không phải mã đã ghi trong nhật ký",
            "the certificate's token is another than the log recorded",
        ),
    )
}

fn page(path: &str, reason: &dyn std::fmt::Display) -> Box<Found> {
    Found::new(
        "page_malformed",
        path,
        "a page of the register",
        reason,
        (
            "trang của sổ đăng ký không đọc được",
            "a page of the register cannot be read",
        ),
    )
}

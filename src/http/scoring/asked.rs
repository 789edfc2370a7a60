//! What a list of sessions is asked for, and how the next page is asked for.

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::SessionsQuery;
use crate::office::{ListedSession, SessionsWanted};
use crate::scheme::council::CouncilCode;

/// A list of sessions that is asked for.
pub(super) struct Asked {
    /// Which; `None` when nothing was said.
    pub wanted: Option<SessionsWanted>,
    council: Option<CouncilCode>,
    before: Option<i64>,
    limit: u32,
}

/// The names of the lists, as addresses have them.
pub(super) fn name(wanted: SessionsWanted) -> &'static str {
    match wanted {
        SessionsWanted::ToScore => "to_score",
        SessionsWanted::Open => "open",
        SessionsWanted::Concluded => "concluded",
    }
}

impl Asked {
    pub fn read(written: &str) -> Result<Self, Error> {
        let mut asked = Self {
            wanted: None,
            council: None,
            before: None,
            limit: paging::USUAL,
        };
        for (name, value) in query::pairs(written) {
            match name.as_str() {
                "lang" => {}
                "state" | "council" | "after" if value.is_empty() => {}
                "state" => asked.wanted = Some(state(&value)?),
                "council" => asked.council = Some(paging::council(&value)?),
                "after" => asked.before = Some(after(&value)?),
                "limit" => asked.limit = paging::limit(&value)?,
                _ => {
                    return Err(Error::new(&problem::BAD_QUERY).saying(
                        "Chỉ nhận state, council, after và limit.",
                        "Only state, council, after and limit are taken.",
                    ));
                }
            }
        }
        Ok(asked)
    }

    /// What the office is asked for: one more than is shown tells whether another page follows.
    pub fn query(&self, otherwise: SessionsWanted) -> SessionsQuery {
        SessionsQuery {
            wanted: self.wanted.unwrap_or(otherwise),
            council: self.council,
            before: self.before,
            limit: i64::from(self.limit) + 1,
        }
    }

    /// Cuts the page off what was found, and says where the next begins.
    pub fn cut(
        &self,
        sessions: &mut Vec<ListedSession>,
        wanted: SessionsWanted,
        path: &str,
    ) -> Option<String> {
        let limit = self.limit as usize;
        let more = sessions.len() > limit;
        sessions.truncate(limit);
        let last = sessions.last().filter(|_| more)?;
        let mut address = format!("{path}?state={}&limit={limit}", name(wanted));
        if let Some(council) = self.council {
            query::push(&mut address, "council", council.as_str());
        }
        query::push(&mut address, "after", &last.id.to_string());
        Some(address)
    }
}

fn state(value: &str) -> Result<SessionsWanted, Error> {
    use SessionsWanted::{Concluded, Open, ToScore};
    let mut all = [ToScore, Open, Concluded].into_iter();
    all.find(|wanted| name(*wanted) == value).ok_or_else(|| {
        paging::refused(
            "state",
            "state là to_score, open hoặc concluded.",
            "state is to_score, open or concluded.",
        )
    })
}

fn after(value: &str) -> Result<i64, Error> {
    value.parse().map_err(|_| {
        paging::refused(
            "after",
            "Không có trang này. Hãy bắt đầu lại từ trang đầu.",
            "There is no such page. Begin again at the first.",
        )
    })
}

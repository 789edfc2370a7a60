//! Fetching, within limits: the server is not trusted with anybody's memory.

use super::{Found, Stopped};

/// Most bytes of a whole run.
const MOST: u64 = 2 << 30;

/// What a server answered.
pub enum Answer {
    /// What was asked for.
    Body(Vec<u8>),
    /// It has no such thing.
    Absent,
    /// More bytes than were asked for.
    TooLarge,
    /// Another status.
    Status(u16),
}

/// Fetches a path of the server, at most so many bytes of it. An error says why it could not be
/// reached.
pub type Fetch<'a> = dyn FnMut(&str, u64) -> Result<Answer, String> + 'a;

/// What fetches, and counts.
pub(super) struct Fetcher<'a> {
    fetch: &'a mut Fetch<'a>,
    left: u64,
}

impl<'a> Fetcher<'a> {
    pub(super) fn new<'b: 'a>(fetch: &'a mut Fetch<'b>) -> Self {
        // The closure may borrow for longer than this.
        let fetch: &'a mut Fetch<'a> = fetch;
        Self { fetch, left: MOST }
    }

    /// What stands at a path, if anything does.
    pub(super) fn get(&mut self, path: &str, most: usize) -> Result<Option<Vec<u8>>, Stopped> {
        let unreachable = |reason: String| Stopped::Unreachable {
            at: path.to_owned(),
            reason,
        };
        let most = self.left.min(most as u64);
        match (self.fetch)(path, most).map_err(unreachable)? {
            Answer::Body(body) if body.len() as u64 <= most => {
                self.left -= body.len() as u64;
                Ok(Some(body))
            }
            Answer::Body(_) | Answer::TooLarge => Err(Found::new(
                "answer_too_large",
                path,
                format_args!("at most {most} bytes"),
                "more",
                (
                    "câu trả lời lớn hơn mức có thể",
                    "the answer is larger than it can be",
                ),
            )
            .into()),
            Answer::Absent => Ok(None),
            Answer::Status(status) => Err(unreachable(format!("HTTP {status}"))),
        }
    }

    /// What must stand at a path.
    pub(super) fn need(&mut self, path: &str, most: usize) -> Result<Vec<u8>, Stopped> {
        let body = self.get(path, most)?;
        let absent = || {
            Found::new(
                "not_published",
                path,
                "what the programme publishes there",
                "nothing",
                ("không có ở địa chỉ này", "nothing is published there"),
            )
        };
        Ok(body.ok_or_else(absent)?)
    }
}

//! Witnesses: others who watch that the log only grows, and say so under its checkpoints.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::LogRefused;
use super::proofs::from_tiles;
use crate::config::WitnessConfig;
use crate::office::{Error, Office};
use crate::register::CheckpointRecord;
use crate::scheme::log::{NoteSignature, Submission, cosigned};

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer that is read, in bytes.
const LONGEST: u64 = 16 << 10;

/// What a running service knows of its witnesses.
#[derive(Default)]
pub struct Witnesses {
    /// The size that each cosigned last.
    sizes: Mutex<HashMap<String, u64>>,
    /// Why each did not cosign when it was asked last, so that it is logged once.
    failing: Mutex<HashMap<String, String>>,
}

/// What a witness answered.
enum Answer {
    Cosigned(String),
    /// It saw this size last.
    Other(u64),
    /// The proof does not lead from what it saw last to the checkpoint.
    Inconsistent,
}

impl Office {
    /// Asks every configured witness to cosign the newest checkpoint, and says how many did. One
    /// that does not is logged, and asked again at the next call. One that cosigned more leaves
    /// than there are, or others, ends all signing: there are two histories.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn ask_witnesses(&self, witnesses: &Witnesses) -> Result<usize, Error> {
        let Some(newest) = self.held().checkpoint.clone() else {
            return Ok(0);
        };
        let mut cosigned = 0;
        for witness in &self.config.witnesses {
            let signed = |line: &NoteSignature| witness.key.signature(line).is_some();
            if newest.note.signatures.iter().any(signed) {
                continue;
            }
            match self.ask_witness(witness, &newest, witnesses).await? {
                Ok(lines) => {
                    let size = newest.size;
                    let register = self.writable().await?;
                    register
                        .enter(move |entry| {
                            Box::pin(async move { entry.add_cosignatures(size, &lines).await })
                        })
                        .await?;
                    cosigned += 1;
                    witnesses.works(&witness.key.name);
                }
                Err(reason) => witnesses.fails(&witness.key.name, reason),
            }
        }
        if cosigned > 0 {
            self.refresh().await?;
        }
        Ok(cosigned)
    }

    async fn ask_witness(
        &self,
        witness: &WitnessConfig,
        newest: &CheckpointRecord,
        witnesses: &Witnesses,
    ) -> Result<Result<Vec<NoteSignature>, String>, Error> {
        let name = &witness.key.name;
        let mut old = witnesses.last(name).min(newest.size);
        // It says the size that it saw last when it is asked with another.
        for _ in 0..2 {
            let hashes =
                from_tiles(&self.register, |tiles| tiles.consistency(old, newest.size)).await?;
            let submission = Submission {
                old,
                hashes,
                checkpoint: newest.note.clone(),
            };
            let url = format!("{}/add-checkpoint", witness.url.trim_end_matches('/'));
            let body = submission.to_string();
            let asked = tokio::task::spawn_blocking(move || submit(&url, &body)).await;
            match asked.map_err(|_| Error::Stopped)? {
                Ok(Answer::Cosigned(lines)) => {
                    let lines = cosigned(&newest.note.text, &lines, &witness.key);
                    if lines.is_ok() {
                        witnesses.saw(name, newest.size);
                    }
                    return Ok(lines.map_err(|refused| refused.to_string()));
                }
                Ok(Answer::Other(size)) if newest.size < size => {
                    let refused = LogRefused::SetBack {
                        register: newest.size,
                        published: size,
                    };
                    let reason = refused.to_string();
                    // It may have cosigned what another replica published a moment ago.
                    let known = self.register.newest_checkpoint().await?;
                    if known.is_none_or(|known| known.size < size) {
                        tracing::error!(witness = %name, %reason, "nothing is signed any more");
                        self.set_back(refused);
                    }
                    return Ok(Err(reason));
                }
                Ok(Answer::Other(size)) if size != old => old = size,
                // It saw as many leaves, and others.
                Ok(Answer::Other(size)) if size == newest.size => {
                    return Ok(Err(self.forked(name, size)));
                }
                Ok(Answer::Other(size)) => {
                    return Ok(Err(format!("it saw {size} leaves, and did not say so")));
                }
                // It looks at the size first, so what it saw last has this one.
                Ok(Answer::Inconsistent) if old > 0 => return Ok(Err(self.forked(name, old))),
                Ok(Answer::Inconsistent) => {
                    return Ok(Err("it refuses the first checkpoint".to_owned()));
                }
                Err(reason) => return Ok(Err(reason)),
            }
        }
        Ok(Err("it changes its mind about what it saw last".to_owned()))
    }

    /// A witness cosigned another tree of a size than the register has: one of two histories
    /// must not be continued.
    fn forked(&self, witness: &str, size: u64) -> String {
        let refused = LogRefused::Forked(size);
        let reason = refused.to_string();
        tracing::error!(%witness, %reason, "nothing is signed any more");
        self.set_back(refused);
        reason
    }
}

impl Witnesses {
    fn last(&self, name: &str) -> u64 {
        // A poisoned lock still holds a whole map.
        let sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.get(name).copied().unwrap_or(0)
    }

    fn saw(&self, name: &str, size: u64) {
        let mut sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.insert(name.to_owned(), size);
    }

    fn works(&self, name: &str) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        if failing.remove(name).is_some() {
            tracing::info!(witness = %name, "a witness cosigns again");
        }
    }

    fn fails(&self, name: &str, reason: String) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        if failing.get(name) != Some(&reason) {
            tracing::warn!(witness = %name, %reason, "a witness did not cosign");
            failing.insert(name.to_owned(), reason);
        }
    }
}

/// Hands a submission in (C2SP tlog-witness, "add-checkpoint").
fn submit(url: &str, body: &str) -> Result<Answer, String> {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .new_agent();
    let answer = agent.post(url).content_type("text/plain").send(body);
    let mut answer = answer.map_err(|error| error.to_string())?;
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_size = kind.split(';').next().map(str::trim_end) == Some("text/x.tlog.size");
    let text = answer
        .body_mut()
        .with_config()
        .limit(LONGEST)
        .read_to_string()
        .map_err(|error| error.to_string())?;
    match (status, is_size) {
        (200, _) => Ok(Answer::Cosigned(text)),
        (409, true) => {
            let size = text.trim_end().parse();
            size.map(Answer::Other)
                .map_err(|_| "it does not say which size it saw last".to_owned())
        }
        (422, _) => Ok(Answer::Inconsistent),
        (403, _) => Err("it answered 403: it does not know the log's key".to_owned()),
        (404, _) => Err("it answered 404: it does not watch this log".to_owned()),
        (status, _) => Err(format!("it answered {status}")),
    }
}

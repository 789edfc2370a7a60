//! Sending notices by mail: each at most once.
//!
//! A notice is marked as `sending`, durably, before its mail leaves, and as `sent` after the
//! server took it. What the connection took away in between is `unknown`, and never sent again
//! by itself: whether it arrived, the mail server's log tells by the Message-ID.

use std::collections::HashMap;
use std::time::SystemTime;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use serde::Serialize;

use super::mail::Letter;
use super::post::{Delivery, Post};
use super::{GIVEN_UP, MailRefused};
use crate::config::SmtpConfig;
use crate::office::{Error, Office};
use crate::register::{NoticeRecord, NoticeState};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::words::Text;
use crate::signer::Passphrase;

/// The mail server's password; none where there is no login.
pub type MailPassword = Option<Passphrase>;

/// What a run sent. Counts mails, one a producer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MailRun {
    /// Mails that the server took.
    pub sent: usize,
    /// Mails that the server refused for good: the address is wrong.
    pub refused: usize,
    /// Mails that could not leave, and wait for another run.
    pub later: usize,
    /// Mails that may have arrived: the connection broke after they had left.
    pub unknown: usize,
    /// Copies that the server refused.
    pub copies_refused: usize,
    /// Notices of earlier runs that were given up as unknown.
    pub given_up: u64,
    /// Producers that have no e-mail address.
    pub without_contact: Vec<String>,
    /// Why the run ended early; the rest waits.
    #[serde(skip)]
    pub stopped: Option<MailRefused>,
}

/// Who writes, and to whom copies go.
struct Desk<'a> {
    smtp: &'a SmtpConfig,
    from: Mailbox,
    copies: HashMap<String, Address>,
}

impl Office {
    /// Sends every queued notice whose producer has an address: one mail a producer, that lists
    /// its certificates.
    ///
    /// # Errors
    /// [`Error::Mail`] when nothing can be sent at all; or when the register does not answer.
    pub async fn send_notices(&self, password: MailPassword) -> Result<MailRun, Error> {
        let desk = Desk::new(self.config.smtp.as_ref(), password.as_ref())?;
        let now = self.clock.now();
        let given_up = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(entry.give_up_mails(now - GIVEN_UP, now)))
            .await?;
        let mut run = MailRun {
            given_up,
            ..MailRun::default()
        };
        let password = std::sync::Arc::new(password);
        let mut post: Option<Post> = None;
        for notices in by_producer(self.to_tell(&[NoticeState::Queued]).await?) {
            let Some(to) = address_of(&notices) else {
                let producer = notices.into_iter().next();
                run.without_contact
                    .extend(producer.map(|notice| notice.producer));
                continue;
            };
            if run.stopped.is_some() {
                run.later += 1;
                continue;
            }
            let open = match post.take() {
                Some(open) => open,
                None => match self.connect(&desk, &password).await? {
                    Ok(open) => open,
                    Err(refused) => {
                        run.stopped = Some(refused);
                        run.later += 1;
                        continue;
                    }
                },
            };
            post = self.mail(&desk, to, notices, open, &mut run).await?;
        }
        if let Some(post) = post {
            tokio::task::spawn_blocking(move || post.quit())
                .await
                .map_err(|_| Error::Stopped)?;
        }
        Ok(run)
    }

    async fn connect(
        &self,
        desk: &Desk<'_>,
        password: &std::sync::Arc<MailPassword>,
    ) -> Result<Result<Post, MailRefused>, Error> {
        let (smtp, name) = (desk.smtp.clone(), self.mail_name());
        let password = std::sync::Arc::clone(password);
        tokio::task::spawn_blocking(move || Post::connect(&smtp, &name, (*password).as_ref()))
            .await
            .map_err(|_| Error::Stopped)
    }

    /// Sends one producer's mail; gives the connection back if it can be used again.
    async fn mail(
        &self,
        desk: &Desk<'_>,
        to: Address,
        notices: Vec<NoticeRecord>,
        mut post: Post,
        run: &mut MailRun,
    ) -> Result<Option<Post>, Error> {
        let message_id = self.message_id()?;
        let claimed = self.claim(notices, &message_id).await?;
        let Some(first) = claimed.first() else {
            return Ok(Some(post));
        };
        let council = first.key.number.council;
        let copy = desk.copies.get(council.as_str()).cloned();
        let (from, id) = (desk.from.email.clone(), message_id.clone());
        let written = self.write(desk, &to, copy.as_ref(), &claimed, id);
        let Some(mail) = written else {
            self.close(message_id, NoticeState::Refused).await?;
            run.refused += 1;
            return Ok(Some(post));
        };
        let delivering = tokio::task::spawn_blocking(move || {
            let delivery = post.deliver(&from, &to, copy.as_ref(), &mail);
            (delivery, post)
        });
        let (delivery, post) = match delivering.await {
            Ok((delivery, post)) => (delivery, Some(post)),
            Err(_) => (Delivery::Unknown, None),
        };
        let (state, count) = match &delivery {
            Delivery::Sent { .. } => (NoticeState::Sent, &mut run.sent),
            Delivery::Refused => (NoticeState::Refused, &mut run.refused),
            Delivery::Later | Delivery::Sender(_) => (NoticeState::Queued, &mut run.later),
            Delivery::Unknown => (NoticeState::Unknown, &mut run.unknown),
        };
        *count += 1;
        self.close(message_id, state).await?;
        match delivery {
            Delivery::Sent { copied } => {
                run.copies_refused += usize::from(!copied);
                Ok(post)
            }
            Delivery::Sender(code) => {
                run.stopped = Some(MailRefused::Sender(code));
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Marks notices as being sent, and gives those that still are to be.
    async fn claim(
        &self,
        notices: Vec<NoticeRecord>,
        message_id: &str,
    ) -> Result<Vec<NoticeRecord>, Error> {
        let now = self.clock.now();
        let (today, id) = (day::of(now), message_id.to_owned());
        Ok(self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    let mut claimed = Vec::new();
                    for notice in notices {
                        if entry.claim_notice(notice.key, today, &id, now).await? {
                            claimed.push(notice);
                        }
                    }
                    Ok(claimed)
                })
            })
            .await?)
    }

    async fn close(&self, message_id: String, state: NoticeState) -> Result<(), Error> {
        let now = self.clock.now();
        Ok(self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move { entry.close_mail(&message_id, state, now).await })
            })
            .await?)
    }

    /// The mail's bytes; `None` when no mail can be made of it.
    fn write(
        &self,
        desk: &Desk<'_>,
        to: &Address,
        copy: Option<&Address>,
        notices: &[NoticeRecord],
        message_id: String,
    ) -> Option<Vec<u8>> {
        let now = self.clock.now();
        let council = self.name_of(notices.first()?.key.number.council);
        let origin = self.config.origin();
        let letter = Letter::new(notices, &council, origin.as_deref(), day::of(now));
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut mail = Message::builder()
            .from(desk.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(letter.subject)
            .date(SystemTime::from(now))
            .message_id(Some(message_id))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN);
        if let Some(copy) = copy {
            mail = mail.cc(Mailbox::new(None, copy.clone()));
        }
        let mail = mail.body(letter.body).ok()?;
        Some(mail.formatted())
    }

    fn name_of(&self, council: CouncilCode) -> Text {
        let held = self.held();
        let named = held.trust.council(council);
        named.map_or_else(
            || Text::of(council.to_string(), council.to_string()),
            |council| council.name.clone(),
        )
    }

    /// What we call ourselves: the host without its port.
    fn mail_name(&self) -> String {
        let host = self.config.host.as_deref().unwrap_or("localhost");
        host.split(':').next().unwrap_or("localhost").to_owned()
    }

    fn message_id(&self) -> Result<String, Error> {
        let mut random = [0; 15];
        getrandom::fill(&mut random).map_err(|_| Error::Stopped)?;
        let random = BASE64_URL_SAFE_NO_PAD.encode(random);
        Ok(format!("<{random}@{}>", self.mail_name()))
    }
}

impl<'a> Desk<'a> {
    fn new(
        smtp: Option<&'a SmtpConfig>,
        password: Option<&Passphrase>,
    ) -> Result<Self, MailRefused> {
        let smtp = smtp.ok_or(MailRefused::NotConfigured)?;
        if smtp.is_exposed() {
            return Err(MailRefused::Exposed);
        }
        if smtp.user.is_some() && password.is_none() {
            return Err(MailRefused::NoPassword);
        }
        let from = smtp
            .from
            .parse()
            .map_err(|_| MailRefused::NotAnAddress("from"))?;
        let mut copies = HashMap::new();
        for (council, address) in &smtp.copies {
            let address = address
                .parse()
                .map_err(|_| MailRefused::NotAnAddress("copies"))?;
            copies.insert(council.to_ascii_uppercase(), address);
        }
        Ok(Self { smtp, from, copies })
    }
}

/// Notices of one producer of one council together.
fn by_producer(notices: Vec<NoticeRecord>) -> Vec<Vec<NoticeRecord>> {
    let mut places: HashMap<(CouncilCode, String), usize> = HashMap::new();
    let mut producers: Vec<Vec<NoticeRecord>> = Vec::new();
    for notice in notices {
        let key = (notice.key.number.council, notice.producer.clone());
        let place = *places.entry(key).or_insert_with(|| {
            producers.push(Vec::new());
            producers.len() - 1
        });
        producers[place].push(notice);
    }
    producers
}

fn address_of(notices: &[NoticeRecord]) -> Option<Address> {
    notices.first()?.email.as_deref()?.parse().ok()
}

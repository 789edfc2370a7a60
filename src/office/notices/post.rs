//! One connection to the mail server. It is driven step by step, to know for each mail whether
//! it left, did not, or may have.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use super::MailRefused;
use crate::config::{SmtpConfig, SmtpTls};
use crate::signer::Passphrase;

/// How long the server may take for a step.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection on which the server knows us.
pub(super) struct Post(SmtpConnection);

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The server took it. `copied` is false where it refused the copy.
    Sent { copied: bool },
    /// The server refuses the recipient or the mail for good.
    Refused,
    /// It did not leave: another time.
    Later,
    /// The server refuses the sender, and so every mail.
    Sender(String),
    /// The connection broke after it had left.
    Unknown,
}

impl Post {
    /// Connects and logs in. Blocks.
    pub fn connect(
        smtp: &SmtpConfig,
        name: &str,
        password: Option<&Passphrase>,
    ) -> Result<Self, MailRefused> {
        let name = ClientId::Domain(name.to_owned());
        let tls = match smtp.tls {
            SmtpTls::None => None,
            SmtpTls::Starttls | SmtpTls::Implicit => Some(
                TlsParameters::new(smtp.host.clone())
                    .map_err(|_| MailRefused::Unreachable("TLS"))?,
            ),
        };
        let from_the_start = tls.as_ref().filter(|_| smtp.tls == SmtpTls::Implicit);
        let place = (smtp.host.as_str(), smtp.port());
        let mut connection =
            SmtpConnection::connect(place, Some(PATIENCE), &name, from_the_start, None)
                .map_err(|error| unreachable(&error))?;
        if let Some(tls) = tls.as_ref().filter(|_| smtp.tls == SmtpTls::Starttls) {
            connection
                .starttls(tls, &name)
                .map_err(|error| match error.is_client() {
                    true => MailRefused::Unreachable("STARTTLS"),
                    false => unreachable(&error),
                })?;
        }
        if let Some(user) = &smtp.user {
            let password = password.ok_or(MailRefused::NoPassword)?;
            let credentials = Credentials::new(user.clone(), password.as_str().to_owned());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .map_err(|error| match error.status() {
                    Some(_) => MailRefused::Login,
                    None if error.is_client() => MailRefused::Login,
                    None => unreachable(&error),
                })?;
        }
        Ok(Self(connection))
    }

    /// Hands one mail over. Blocks. After anything but [`Delivery::Sent`] the connection is of
    /// no more use.
    pub fn deliver(
        &mut self,
        from: &Address,
        to: &Address,
        copy: Option<&Address>,
        mail: &[u8],
    ) -> Delivery {
        let connection = &mut self.0;
        if let Err(error) = connection.command(Mail::new(Some(from.clone()), Vec::new())) {
            return match error.status().filter(|_| error.is_permanent()) {
                Some(code) => Delivery::Sender(code.to_string()),
                None => Delivery::Later,
            };
        }
        if let Err(error) = connection.command(Rcpt::new(to.clone(), Vec::new())) {
            return not_taken(&error);
        }
        let mut copied = true;
        if let Some(copy) = copy
            && let Err(error) = connection.command(Rcpt::new(copy.clone(), Vec::new()))
        {
            if error.status().is_none() {
                return Delivery::Later;
            }
            copied = false;
        }
        if let Err(error) = connection.command(Data) {
            return not_taken(&error);
        }
        match connection.message(mail) {
            Ok(response) if response.has_code(250) => Delivery::Sent { copied },
            Ok(_) => Delivery::Unknown,
            Err(error) if error.status().is_some() => not_taken(&error),
            Err(_) => Delivery::Unknown,
        }
    }

    /// Says goodbye. Blocks.
    pub fn quit(mut self) {
        // Everything is done: a server that does not answer takes nothing away.
        drop(self.0.quit());
    }
}

fn not_taken(error: &Error) -> Delivery {
    if error.is_permanent() {
        Delivery::Refused
    } else {
        Delivery::Later
    }
}

fn unreachable(error: &Error) -> MailRefused {
    MailRefused::Unreachable(if error.is_tls() {
        "TLS"
    } else if error.is_timeout() {
        "timeout"
    } else if error.status().is_some() {
        "SMTP"
    } else {
        "connection"
    })
}

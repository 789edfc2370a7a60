//! A mail server that keeps what it gets, and misbehaves as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server does with mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes them.
    Take,
    /// Refuses recipients of this domain for good, naming them as servers do.
    RefuseTo(&'static str),
    /// Refuses every recipient for now.
    NotNow,
    /// Refuses the sender for good.
    RefuseSender,
    /// Closes the connection in place of an answer to the recipient.
    CutBefore,
    /// Takes the mail whole and closes the connection in place of an answer.
    CutAfter,
    /// Refuses the mail after it has left.
    RefuseContent,
    /// Asks for a login, and takes only this user and password (in base64, as PLAIN has it).
    Login(&'static str),
    /// Offers STARTTLS and nothing behind it.
    FalseTls,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Header and body.
    pub mail: String,
}

#[derive(Default)]
struct Kept {
    mails: Vec<Received>,
    connections: usize,
}

/// A running server; it ends with the test's process.
pub struct Sink {
    port: u16,
    manner: Arc<Mutex<Manner>>,
    kept: Arc<Mutex<Kept>>,
}

impl Sink {
    /// Starts one.
    pub fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (manner, kept) = (Arc::new(Mutex::new(manner)), Arc::<Mutex<Kept>>::default());
        let sink = Self {
            port,
            manner: Arc::clone(&manner),
            kept: Arc::clone(&kept),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                kept.lock().expect("not poisoned").connections += 1;
                let (manner, kept) = (Arc::clone(&manner), Arc::clone(&kept));
                std::thread::spawn(move || drop(talk(stream, &manner, &kept)));
            }
        });
        sink
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on otherwise.
    pub fn set(&self, manner: Manner) {
        *self.manner.lock().expect("not poisoned") = manner;
    }

    /// What it took, or was cut from answering.
    pub fn mails(&self) -> Vec<Received> {
        self.kept.lock().expect("not poisoned").mails.clone()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.kept.lock().expect("not poisoned").connections
    }
}

fn talk(stream: TcpStream, manner: &Mutex<Manner>, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 sink")?;
    let mut to = Vec::new();
    let mut logged_in = false;
    while let Some(line) = lines.next() {
        let line = line?;
        let manner = *manner.lock().expect("not poisoned");
        match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => match manner {
                Manner::Login(_) => say("250-sink\r\n250 AUTH PLAIN")?,
                Manner::FalseTls => say("250-sink\r\n250 STARTTLS")?,
                _ => say("250 sink")?,
            },
            "STARTTLS" => {
                say("220 go ahead")?;
                say("this is no TLS")?;
                return Ok(());
            }
            "AUTH" => {
                logged_in = matches!(manner, Manner::Login(right) if line.ends_with(right));
                say(if logged_in { "235 welcome" } else { "535 who?" })?;
            }
            "MAIL" if matches!(manner, Manner::Login(_)) && !logged_in => say("530 log in")?,
            "MAIL" if manner == Manner::RefuseSender => say("550 not from here")?,
            "MAIL" => {
                to.clear();
                say("250 ok")?;
            }
            "RCPT" => {
                let address = line.trim_start_matches("RCPT TO:<").trim_end_matches('>');
                match manner {
                    Manner::RefuseTo(domain) if address.ends_with(domain) => {
                        say(&format!("550 <{address}>: no such user"))?;
                    }
                    Manner::NotNow => say("451 try again later")?,
                    Manner::CutBefore => return Ok(()),
                    _ => {
                        to.push(address.to_owned());
                        say("250 ok")?;
                    }
                }
            }
            "DATA" => {
                say("354 go on")?;
                let mut mail = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.push('\n');
                }
                let to = to.clone();
                let received = Received { to, mail };
                if manner == Manner::RefuseContent {
                    say("554 spam")?;
                    continue;
                }
                kept.lock().expect("not poisoned").mails.push(received);
                if manner == Manner::CutAfter {
                    return Ok(());
                }
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    Ok(())
}

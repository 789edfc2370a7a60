//! Clients who ask a service for one act after another, and note what they are told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use super::service::revoke;
use super::stage::act;
use crate::support::{History, Told};

/// How many ask at the same time.
const CLIENTS: usize = 4;

pub struct Clients {
    noted: Arc<Mutex<Noted>>,
    end: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Noted {
    history: History,
    /// Those who were asked for, answered or not.
    asked: Vec<String>,
    /// Those who are still to be asked for.
    left: Vec<String>,
}

impl Clients {
    /// Begins to revoke certificates, each client one after the other, each certificate once.
    /// Several services are asked in turn.
    pub fn revoke(addresses: &[SocketAddr], token: &str, numbers: &[String]) -> Self {
        let left = numbers.iter().rev().cloned().collect();
        let noted = Arc::new(Mutex::new(Noted {
            left,
            ..Noted::default()
        }));
        let end = Arc::new(AtomicBool::new(false));
        let threads = (0..CLIENTS).map(|client| {
            let (noted, end) = (Arc::clone(&noted), Arc::clone(&end));
            let (address, token) = (addresses[client % addresses.len()], token.to_owned());
            std::thread::spawn(move || {
                while !end.load(Ordering::Relaxed) {
                    let Some(number) = next(&noted) else {
                        return;
                    };
                    let (told, _) = revoke(address, &token, &number);
                    let mut noted = noted.lock().unwrap();
                    noted.history.take(act(&number), told);
                    if told == Told::Unknown {
                        // Nobody is there any more.
                        return;
                    }
                }
            })
        });
        Self {
            threads: threads.collect(),
            noted,
            end,
        }
    }

    /// What is known at this moment: what was asked for and not answered is unknown.
    pub fn so_far(&self) -> History {
        let noted = self.noted.lock().unwrap();
        let mut history = noted.history.clone();
        for number in &noted.asked {
            history.take(act(number), Told::Unknown);
        }
        history
    }

    /// Waits until so many acts are done, or everything was asked for.
    pub fn wait_for(&self, done: usize) {
        let finished = || self.threads.iter().all(JoinHandle::is_finished);
        while self.so_far().count(Told::Done) < done && !finished() {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Has them finish what they asked for: everything that was said.
    pub fn end(self) -> History {
        self.end.store(true, Ordering::Relaxed);
        self.finish()
    }

    /// Has them ask for everything: what was said.
    pub fn finish(self) -> History {
        for thread in self.threads {
            thread.join().unwrap();
        }
        let noted = self.noted.lock().unwrap();
        noted.history.clone()
    }
}

fn next(noted: &Mutex<Noted>) -> Option<String> {
    let mut noted = noted.lock().unwrap();
    let number = noted.left.pop()?;
    noted.asked.push(number.clone());
    Some(number)
}

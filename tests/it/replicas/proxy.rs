//! A way to PostgreSQL that breaks where it hurts most: between a commit and its answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of the next commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It passes, and so does its answer.
    Nothing = 0,
    /// It reaches the server, and its answer does not come back.
    Answer = 1,
    /// It does not reach the server.
    Commit = 2,
}

/// The way.
pub struct Proxy {
    /// Where it begins.
    pub address: SocketAddr,
    next: Arc<Next>,
}

/// What becomes of which commit.
#[derive(Default)]
struct Next {
    cut: AtomicU8,
    /// So many commits pass before it.
    passing: AtomicUsize,
}

impl Proxy {
    /// A way to a server.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let next = Arc::new(Next::default());
        let cut = Arc::clone(&next);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(server).await.unwrap();
                tokio::spawn(carry(client, server, Arc::clone(&cut)));
            }
        });
        Self { address, next }
    }

    /// Says what becomes of the next commit, and of no later one.
    pub fn cuts(&self, cut: Cut) {
        self.cuts_after(0, cut);
    }

    /// Says the same of one that comes after so many others.
    pub fn cuts_after(&self, passing: usize, cut: Cut) {
        self.next.passing.store(passing, Ordering::SeqCst);
        self.next.cut.store(cut as u8, Ordering::SeqCst);
    }

    /// Whether what was to be cut has been.
    pub fn is_done(&self) -> bool {
        self.next.cut.load(Ordering::SeqCst) == Cut::Nothing as u8
    }
}

impl Next {
    fn of_a_commit(&self) -> u8 {
        let counted = |passing: usize| passing.checked_sub(1);
        let order = Ordering::SeqCst;
        match self.passing.fetch_update(order, order, counted) {
            Ok(_) => Cut::Nothing as u8,
            Err(_) => self.cut.swap(Cut::Nothing as u8, order),
        }
    }
}

/// Carries bytes both ways, until something is cut.
async fn carry(client: TcpStream, server: TcpStream, next: Arc<Next>) {
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let mut answers = tokio::spawn(forward(from_server, to_client));
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = tokio::select! {
            read = from_client.read(&mut buffer) => read.unwrap_or(0),
            _ = &mut answers => return,
        };
        if read == 0 {
            answers.abort();
            return;
        }
        let sent = &buffer[..read];
        // A commit is a message of its own: `Q`, its length, the text.
        let is_commit = sent[0] == b'Q' && sent[5..].starts_with(b"COMMIT");
        let cut = if is_commit {
            next.of_a_commit()
        } else {
            Cut::Nothing as u8
        };
        if cut == Cut::Commit as u8 {
            answers.abort();
            return;
        }
        if cut == Cut::Answer as u8 {
            // From here on nothing comes back; the server answers into the void.
            answers.abort();
            drop(to_server.write_all(sent).await);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            return;
        }
        if to_server.write_all(sent).await.is_err() {
            return;
        }
    }
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    drop(tokio::io::copy(&mut from, &mut to).await);
}

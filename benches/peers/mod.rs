//! What a user would take instead: started if it is there, each on core 0.

pub mod forms;
pub mod shelf;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;

use crate::serving::Server;
use crate::serving::corpus::SEED;

/// How long one may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Node's fastify with jose; `None` where they are not installed.
pub fn fastify() -> Option<Server> {
    let script = Path::new("benches/peers/fastify_jose.mjs");
    // Node looks for modules beside the script.
    let beside = Path::new("target/peers/fastify_jose.mjs");
    if !Path::new("target/peers/node_modules/jose").exists() {
        return None;
    }
    std::fs::copy(script, beside).expect("target can be written to");
    start("node", &beside.display().to_string())
}

/// Python's FastAPI with cwt; `None` where they are not installed.
pub fn fastapi() -> Option<Server> {
    let python = "target/peers/venv/bin/python";
    Path::new(python).exists().then_some(())?;
    start(python, "benches/peers/fastapi_cwt.py")
}

fn start(program: &str, script: &str) -> Option<Server> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = free.local_addr().expect("bound");
    drop(free);
    let child = Command::new("taskset")
        .args([
            "-c",
            "0",
            program,
            script,
            &address.port().to_string(),
            &jwk(),
        ])
        .spawn()
        .ok()?;
    let server = Server { child, address };
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < PATIENCE, "{script} does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(server)
}

/// The public key, as both take it.
fn jwk() -> String {
    let key = SigningKey::from_bytes(&SEED).verifying_key();
    let x = BASE64_URL_SAFE_NO_PAD.encode(key.as_bytes());
    format!(r#"{{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"ocop","x":"{x}"}}"#)
}

/// What a peer, and the ceiling, is asked.
pub fn request(token: &str) -> Vec<u8> {
    let body = format!(r#"{{"token":"{token}"}}"#);
    format!(
        "POST /verify HTTP/1.1\r\nhost: verify.example.vn\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

//! The real program as an edge, with its figures on an address of their own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::net::SocketAddr;

use ocop::clock::{Clock, MachineClock};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::source::Source;
use crate::custody::programme::{Programme, codes, public};
use crate::load::{Service, until};
use crate::support::{Program, get};

/// An edge that is set up so and holds a pack, and the programme's address, which serves until
/// it is aborted.
pub async fn running(configuration: &str) -> (Service, JoinHandle<()>) {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    programme.clock.set(&MachineClock.now().to_rfc3339());
    programme.publish().await.unwrap();
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", 3);
    let codes = codes(&issued.await.unwrap());
    let source = Source::default();
    source.send(programme.pack().await);
    let (at, serving) = source.serve(([127, 0, 0, 1], 0).into()).await;
    let root = public(&programme.root).to_base64();

    let program = Program::new();
    fs::create_dir_all(program.data()).unwrap();
    let figures = "metrics = { listen = \"127.0.0.1:0\" }";
    let file = program.data().join("ocop.toml");
    fs::write(file, format!("{figures}\n{configuration}\n")).unwrap();
    let mut running = program.start(&format!(
        "serve --edge --pack http://{at} --root {root} --every 1 --listen 127.0.0.1:0 --json"
    ));
    let lines = running.lines_until("listen");
    let said: Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    let address = |name: &str| -> SocketAddr { said[name].as_str().unwrap().parse().unwrap() };
    let (address, metrics) = (address("listen"), address("metrics"));
    until("a first pack is held", 60, || {
        get(&format!("http://{address}/readyz"), "*/*").0 == 200
    })
    .await;
    let edge = Service::running(program, (running, address, metrics), codes);
    (edge, serving)
}

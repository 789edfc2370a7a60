//! What a supervisor such as systemd is told.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use super::served::{PATIENCE, Served};
use crate::support::Program;

fn told(socket: &UnixDatagram) -> String {
    let mut bytes = [0; 256];
    let read = socket.recv(&mut bytes).expect("something is said");
    String::from_utf8_lossy(&bytes[..read]).trim().to_owned()
}

#[test]
fn a_supervisor_is_told_when_the_service_is_ready_that_it_lives_and_that_it_ends() {
    let program = Program::with_programme();
    let path = program.folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let path = path.display().to_string();
    let variables = [
        ("NOTIFY_SOCKET", path.as_str()),
        ("WATCHDOG_USEC", "600000"),
    ];
    let served = Served::start(&program, "--drain 1", &variables);
    assert_eq!(told(&socket), "READY=1");
    served.wait_until_ready();
    for _ in 0..4 {
        assert_eq!(told(&socket), "WATCHDOG=1");
    }
    served.terminate();
    let mut said = told(&socket);
    while said == "WATCHDOG=1" {
        said = told(&socket);
    }
    assert_eq!(said, "STOPPING=1");
    // While it drains it still lives.
    assert_eq!(told(&socket), "WATCHDOG=1");
    let (code, log) = served.end();
    assert_eq!(code, Some(0), "{log}");
    socket
        .set_read_timeout(Some(Duration::from_millis(10)))
        .expect("a timeout");
    let mut bytes = [0; 256];
    while let Ok(read) = socket.recv(&mut bytes) {
        assert_eq!(&bytes[..read], b"WATCHDOG=1\n");
    }
}

#[test]
fn a_service_that_cannot_begin_never_says_that_it_is_ready() {
    let program = Program::new();
    let path = program.folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let mut command = program.command(&["serve", "--listen", "127.0.0.1:0", "--json"]);
    let ended = command
        .env("NOTIFY_SOCKET", &path)
        .output()
        .expect("it runs");
    assert_eq!(ended.status.code(), Some(2));
    socket.set_nonblocking(true).expect("a socket");
    assert!(socket.recv(&mut [0; 256]).is_err(), "nothing was said");
}

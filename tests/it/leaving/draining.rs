//! SIGTERM: balancers are told first, running requests end, nothing is cut off.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::served::{PATIENCE, Served, answer_on, ask_on};
use crate::support::Program;

#[test]
fn a_service_that_is_asked_to_end_answers_everything_and_says_that_it_leaves() {
    let program = Program::with_programme();
    let served = Served::start(&program, "--drain 3", &[]);
    served.wait_until_ready();
    let mut kept = TcpStream::connect(served.address).unwrap();
    for _ in 0..2 {
        let (status, head) = ask_on(&mut kept, "GET /healthz");
        assert_eq!(status, 200);
        assert!(!head.contains("connection: close"), "{head}");
    }
    let begun = Instant::now();
    served.terminate();
    while served.ask("GET /readyz").0 == 200 {
        assert!(begun.elapsed() < Duration::from_secs(2), "/readyz says yes");
    }
    let (status, head) = served.ask("GET /readyz");
    assert_eq!(status, 503);
    assert!(head.contains("application/problem+json"), "{head}");
    // Whoever did not hear of it is answered, and asked to go.
    for line in ["GET /healthz", "GET /trust", "GET /c/CB-0-8"] {
        let (status, head) = served.ask(line);
        assert!([200, 404].contains(&status), "{line}: {status}");
        assert!(head.contains("connection: close"), "{line}: {head}");
    }
    let (status, head) = ask_on(&mut kept, "GET /healthz");
    assert!(
        status == 200 && head.contains("connection: close"),
        "{head}"
    );
    assert_eq!(kept.read(&mut [0]).unwrap(), 0, "the connection has ended");
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "this test was too slow to tell"
    );
    let (code, log) = served.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(begun.elapsed() >= Duration::from_secs(3));
    assert!(begun.elapsed() < PATIENCE);
}

#[test]
fn a_request_that_was_begun_is_answered_and_idle_connections_do_not_hold_the_end_up() {
    let program = Program::with_programme();
    let served = Served::start(&program, "", &[]);
    served.wait_until_ready();
    let mut idle = TcpStream::connect(served.address).unwrap();
    assert_eq!(ask_on(&mut idle, "GET /healthz").0, 200);
    let mut begun = TcpStream::connect(served.address).unwrap();
    begun.set_read_timeout(Some(PATIENCE)).unwrap();
    let body = r#"{"code":"https://example.org/"}"#;
    let head = format!(
        "POST /api/v1/verify HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    begun.write_all(head.as_bytes()).unwrap();
    begun.write_all(&body.as_bytes()[..10]).unwrap();
    // So that it is being read when the end is asked for.
    std::thread::sleep(Duration::from_millis(300));
    served.terminate();
    let asked = Instant::now();
    while served.ask("GET /healthz").0 != 0 {
        assert!(asked.elapsed() < PATIENCE, "connections are still taken");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(
        idle.read(&mut [0]).unwrap_or(0),
        0,
        "the idle one has ended"
    );
    begun.write_all(&body.as_bytes()[10..]).unwrap();
    assert_eq!(answer_on(&mut begun).0, 200);
    let (code, log) = served.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(
        asked.elapsed() < Duration::from_secs(15),
        "{:?}",
        asked.elapsed()
    );
}

//! One leads; one that was asleep does not write what a leader writes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ocop::register::{Error, Register};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tokio::sync::Notify;

use super::load::{Service, Stage};
use crate::support::{Book, Database, Engine, History, Program, Told, get, now, on_both_engines};

/// How soon another leads after the leader is gone.
const SOON: Duration = Duration::from_secs(15);

async fn until(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < SOON, "not within {SOON:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn stand(register: &Register, can_sign: bool) -> tokio::task::JoinHandle<()> {
    let register = register.clone();
    tokio::spawn(async move { register.stand(can_sign).await })
}

async fn enter(register: &Register, subject: &'static str) -> Result<i64, Error> {
    register
        .enter(move |entry| {
            let subject = subject.to_owned();
            Box::pin(async move { entry.record(now(), "test", subject, json!({})).await })
        })
        .await
}

on_both_engines!(who_is_alone_leads);

async fn who_is_alone_leads(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let alone = engine == Engine::Sqlite;
    assert_eq!(register.leads(), alone);
    let led = |led: bool| (!alone).then_some(led);
    assert_eq!(register.is_led().await.unwrap(), led(false));
    let standing = stand(&register, false);
    until(|| register.leads()).await;
    assert_eq!(register.is_led().await.unwrap(), led(true));
    let made = register.as_leader(enter(&register, "as a leader")).await;
    made.unwrap().unwrap();
    standing.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_leads_and_the_other_takes_over() {
    let book = Book::on(Engine::Postgres).await;
    let (one, two) = (book.open().await, book.open().await);
    let first = stand(&one, true);
    until(|| one.leads()).await;
    let second = stand(&two, true);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(one.leads() && !two.leads());
    let outcome = two.as_leader(enter(&two, "not a leader")).await;
    assert!(matches!(outcome, Err(Error::NotLeader)), "{outcome:?}");
    first.abort();
    until(|| two.leads()).await;
    until(|| !one.leads()).await;
    assert_eq!(book.texts("select term::text from leadership").await, ["2"]);
    second.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_cannot_sign_leads_only_while_none_is_there_that_can() {
    let book = Book::on(Engine::Postgres).await;
    let (signing, other) = (book.open().await, book.open().await);
    let _standing = stand(&other, false);
    until(|| other.leads()).await;
    let able = stand(&signing, true);
    until(|| signing.leads() && !other.leads()).await;
    able.abort();
    until(|| other.leads()).await;
}

/// As when another took so long to raise the term that it had lost its lock before it was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_whose_term_was_overtaken_stands_again() {
    let book = Book::on(Engine::Postgres).await;
    let register = book.open().await;
    let standing = stand(&register, true);
    until(|| register.leads()).await;
    book.raw("update leadership set term = term + 1").await;
    let begun = Instant::now();
    while !matches!(
        register.as_leader(enter(&register, "again")).await,
        Ok(Ok(_))
    ) {
        assert!(begun.elapsed() < SOON, "it does not stand again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(book.texts("select term::text from leadership").await, ["3"]);
    standing.abort();
}

/// The former leader is awake again in the midst of its work: it has asked before whether it
/// leads, and would write now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_former_leader_was_about_to_write_is_not_written() {
    let book = Book::on(Engine::Postgres).await;
    let (old, new) = (book.open().await, book.open().await);
    let standing = stand(&old, true);
    until(|| old.leads()).await;
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let working = tokio::spawn({
        let (old, begun, go_on) = (old.clone(), Arc::clone(&begun), Arc::clone(&go_on));
        async move {
            let work = async {
                enter(&old, "while it led").await.unwrap();
                begun.notify_one();
                go_on.notified().await;
                enter(&old, "when it led no more").await
            };
            old.as_leader(work).await
        }
    });
    begun.notified().await;
    standing.abort();
    let _standing = stand(&new, true);
    until(|| new.leads()).await;
    go_on.notify_one();
    let outcome = working.await.unwrap().unwrap();
    assert!(matches!(outcome, Err(Error::NotLeader)), "{outcome:?}");
    let made = new.as_leader(enter(&new, "by the new one")).await;
    made.unwrap().unwrap();
    // What is no leader's work is everybody's.
    enter(&old, "by anybody").await.unwrap();
    assert_eq!(
        book.texts("select subject from events order by position")
            .await,
        ["while it led", "by the new one", "by anybody"]
    );
}

/// Ends the connection of whoever leads, as soon as another waits for its lock.
const END_THE_LEADER: &str = "select pg_terminate_backend(held.pid)::text
    from pg_locks held join pg_locks asked
      on (asked.locktype, asked.database, asked.classid, asked.objid, asked.objsubid)
       = (held.locktype, held.database, held.classid, held.objid, held.objsubid)
    where held.locktype = 'advisory' and held.granted and not asked.granted
      and held.classid::bigint = 1329810256 and held.objid::bigint = 1
      and held.database = (select oid from pg_database where datname = current_database())";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_former_leader_failed_at_does_not_fail_there_any_more() {
    let book = Book::on(Engine::Postgres).await;
    let url = book.config().database.unwrap();
    // The programme has no key for its log.
    let service = crate::load::Service::of(Program::with_programme_on(&url), "");
    let failing = "ocop_task_failing{task=\"no checkpoint can be published\"}";
    crate::load::until("it fails", 20, || service.figure(failing) == 1.0).await;

    let mut other = PgConnection::connect(&url).await.unwrap();
    let taking = tokio::spawn(async move {
        let sql = "select pg_advisory_lock(1329810256, 1)";
        sqlx::query(sql).execute(&mut other).await.unwrap();
        other
    });
    let begun = Instant::now();
    while book.texts(END_THE_LEADER).await.is_empty() {
        assert!(begun.elapsed() < SOON, "nobody leads");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let _leading = tokio::time::timeout(SOON, taking).await.unwrap().unwrap();
    crate::load::until("it leads no more", 20, || {
        service.figure("ocop_leader") == 0.0
    })
    .await;
    crate::load::until("it fails no more", 20, || service.figure(failing) == 0.0).await;
}

fn leads(service: &Service) -> bool {
    let log = service.log();
    let last = |what: &str| log.rfind(what);
    last("this service leads") > last("this service does not lead any more")
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < SOON, "{what}: not within {SOON:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    begun.elapsed()
}

/// How many entries the newest checkpoint covers, as a service says; none before the first.
fn checkpoint(service: &Service) -> u64 {
    let url = format!("http://{}/log/checkpoint", service.address);
    let (status, note) = get(&url, "text/plain");
    if status == 404 {
        return 0;
    }
    note.lines().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_leader_that_was_paused_finds_another_in_its_place() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(Database::fresh());
    let stage = Stage::on(&database.url, 6);
    let one = Service::start(&stage.program, "one");
    wait_until("the first leads", || leads(&one));
    let two = Service::start(&stage.program, "two");
    let mut history = History::default();
    let mut revoke = |service: &Service, place: usize| {
        let number = &stage.numbers[place];
        let (status, said) = stage.revoke(service.address, number).unwrap();
        assert_eq!(status, 200, "{said}");
        history.take(number, Told::Done);
    };
    let verdict = |service: &Service, place: usize| {
        let url = format!("http://{}/c/{}", service.address, stage.numbers[place]);
        let (_, said) = get(&url, "application/json");
        said.contains("\"verdict\":\"revoked\"")
    };
    revoke(&two, 0);
    let seen = wait_until("the other sees it", || verdict(&one, 0));
    eprintln!("a revocation was seen by the other service after {seen:?}");
    assert!(!leads(&two));

    one.signal("-STOP");
    let took = wait_until("the second leads", || leads(&two));
    eprintln!("another led {took:?} after the leader was paused");
    let before = checkpoint(&two);
    revoke(&two, 1);
    wait_until("a checkpoint covers it", || checkpoint(&two) > before);

    one.signal("-CONT");
    wait_until("the first knows", || !leads(&one));
    wait_until("the first sees what happened", || verdict(&one, 1));
    revoke(&one, 2);
    let before = checkpoint(&two);
    revoke(&two, 3);
    wait_until("checkpoints go on", || checkpoint(&two) > before);
    assert!(leads(&two) && !leads(&one));

    assert_eq!(two.stop(), Some(0));
    let took = wait_until("the first leads again", || leads(&one));
    eprintln!("another led {took:?} after the leader had ended");
    let before = checkpoint(&one);
    revoke(&one, 4);
    wait_until("and publishes", || checkpoint(&one) > before);
    assert_eq!(one.stop(), Some(0));
    stage.check(&history);
}

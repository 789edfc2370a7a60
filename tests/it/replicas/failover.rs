//! A server that restarts and a primary that is gone, while others verify and write.

use std::time::Duration;

use super::cluster::Cluster;
use super::load::{Load, Service, Stage};
use super::times;
use crate::support::{History, Told};

/// What the project promises: writing goes on within this time after a failover.
const BACK: Duration = Duration::from_secs(10);

#[test]
fn a_restarted_server_costs_no_verdict_and_nothing_acknowledged() {
    let cluster = Cluster::of_one();
    let restarts = times(2, 20);
    let stage = Stage::on(&cluster.url(), 400 * restarts);
    let services = [
        Service::start(&stage.program, "one"),
        Service::start(&stage.program, "two"),
    ];
    let load = Load::on(&stage, &[&services[0], &services[1]]);
    load.wait_for(20, BACK);
    for _ in 0..restarts {
        cluster.kill(0);
        std::thread::sleep(Duration::from_millis(500));
        cluster.start(0, "");
        let back = load.wait_for(20, Duration::from_secs(30));
        assert!(back < BACK, "written again after {back:?}");
    }
    let ended = load.end();
    ended.say("restarts");
    for service in services {
        assert_eq!(service.stop(), Some(0));
    }
    stage.check(&ended.history);
}

#[test]
fn a_promoted_standby_has_everything_that_was_acknowledged_and_is_found_within_seconds() {
    for _ in 0..times(1, 10) {
        let cluster = Cluster::of_two();
        let history = fail_over(&cluster, |cluster| cluster.kill(0));

        // The old primary comes back as if nothing had happened, and nobody is taken in.
        cluster.start(0, "-c synchronous_standby_names=");
        nobody_is_taken_in(&cluster, history);
    }
}

#[test]
fn a_primary_that_is_gone_without_a_word_is_left_within_seconds() {
    for _ in 0..times(1, 10) {
        let cluster = Cluster::of_two();
        let history = fail_over(&cluster, |cluster| cluster.pause(0));
        cluster.go_on(0);
        nobody_is_taken_in(&cluster, history);
    }
}

/// Lets a primary fail under load, and the standby take its place.
fn fail_over(cluster: &Cluster, fail: impl Fn(&Cluster)) -> After {
    let stage = Stage::on(&cluster.url(), 1_200);
    let services = [
        Service::start(&stage.program, "one"),
        Service::start(&stage.program, "two"),
    ];
    let load = Load::on(&stage, &[&services[0], &services[1]]);
    load.wait_for(40, BACK);
    fail(cluster);
    cluster.promote(1);
    let back = load.wait_for(100, Duration::from_secs(60));
    eprintln!("written again {back:?} after the promotion");
    assert!(back < BACK, "written again after {back:?}");
    let ended = load.end();
    ended.say("failover");
    After {
        stage,
        services,
        history: ended.history,
    }
}

struct After {
    stage: Stage,
    services: [Service; 2],
    history: History,
}

/// What is written goes to the new primary, though the old one says that it is one; and in the
/// end everything is there.
fn nobody_is_taken_in(cluster: &Cluster, mut after: After) {
    let before = cluster.sql(1, "select size from log_head");
    std::thread::sleep(Duration::from_secs(3));
    let number = after.stage.numbers.last().unwrap().clone();
    let answer = after.stage.revoke(after.services[0].address, &number);
    assert_eq!(
        answer.as_ref().map(|(status, _)| *status),
        Some(200),
        "{answer:?}"
    );
    let now = cluster.sql(1, "select size from log_head");
    assert_ne!(before, now, "it was written on the new primary");
    for service in after.services {
        assert_eq!(service.stop(), Some(0));
    }
    after.history.take(number, Told::Done);
    after.stage.check(&after.history);
}

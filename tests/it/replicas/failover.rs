//! A server that restarts and a primary that is gone, while others verify and write.

use std::time::Duration;

use super::cluster::Cluster;
use super::load::{Load, Service, Stage};
use super::times;

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
    assert!(ended.slowest < Duration::from_secs(5), "{ended:?}");
    for service in services {
        assert_eq!(service.stop(), Some(0));
    }
    stage.check(&ended.history);
}

#[test]
fn a_promoted_standby_has_everything_that_was_acknowledged_and_is_found_within_seconds() {
    for _ in 0..times(1, 10) {
        let cluster = Cluster::of_two();
        let stage = Stage::on(&cluster.url(), 600);
        let services = [
            Service::start(&stage.program, "one"),
            Service::start(&stage.program, "two"),
        ];
        let load = Load::on(&stage, &[&services[0], &services[1]]);
        load.wait_for(40, BACK);
        cluster.kill(0);
        cluster.promote(1);
        let back = load.wait_for(40, Duration::from_secs(60));
        eprintln!("written again {back:?} after the promotion");
        assert!(back < BACK, "written again after {back:?}");
        let ended = load.end();
        ended.say("failover");
        assert!(ended.slowest < Duration::from_secs(5), "{ended:?}");

        // The old primary comes back as if nothing had happened, and nobody is taken in.
        let before = cluster.sql(0 + 1, "select size from log_head");
        cluster.start(0, "-c synchronous_standby_names=");
        std::thread::sleep(Duration::from_secs(3));
        let number = stage.numbers.last().unwrap();
        let answer = stage.revoke(services[0].address, number).unwrap();
        assert_eq!(answer.0, 200, "{answer:?}");
        let after = cluster.sql(1, "select size from log_head");
        assert_ne!(before, after, "it was written on the new primary");
        for service in services {
            assert_eq!(service.stop(), Some(0));
        }
        let mut history = ended.history;
        history.take(number, crate::support::Told::Done);
        stage.check(&history);
    }
}

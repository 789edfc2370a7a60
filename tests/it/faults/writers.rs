//! Two services and commands by mistake on one register: all of it is right.

use std::path::Path;

use super::clients::Clients;
use super::form;
use super::service::Service;
use super::stage::{Stage, act, copy, rows};
use crate::support::{History, Told, list_of, today};

#[test]
fn two_services_and_a_command_on_one_register_do_each_act_once() {
    let stage = Stage::set(form(120, 2_000));
    let services = [0, 1].map(|_| Service::start(&stage.program));
    let addresses = services.each_ref().map(|service| service.address);
    let clients = Clients::revoke(&addresses, &stage.token, &stage.numbers);
    let list = stage.program.file("list.csv", list_of(3_000));
    let issuing = format!(
        "issue --council CB --decision 853/QĐ-UBND --decided-on {} --from {} --json",
        today(),
        list.display()
    );
    // The same list twice at once: whoever comes second is refused, or finds it done.
    std::thread::scope(|scope| {
        let both = [0, 1].map(|_| scope.spawn(|| stage.program.keyed(&issuing)));
        for ran in both {
            let ran = ran.join().unwrap();
            if ran.code != 0 {
                assert_eq!(ran.error()["code"], "contended");
            }
        }
    });
    let report = stage.program.keyed(&issuing).done();
    let report = &report.lines()[0];
    let count = |name: &str| report[name].as_u64().unwrap();
    assert_eq!(count("issued") + count("already_issued"), 3_000);
    let history = clients.finish();
    assert_eq!(
        history.count(Told::Done),
        stage.numbers.len(),
        "{history:?}"
    );
    for service in services {
        service.stop();
    }
    let sql = "select c.product from certificates c join decisions d on d.id = c.decision
               where d.number like '853/%'";
    let mut lines = History::default();
    for line in 1..=3_000 {
        lines.take(format!("Sản phẩm số {line}"), Told::Done);
    }
    lines.check(rows(&stage.program.data(), sql));
    stage.check(&history);
}

/// Puts another folder's register in place of the one that is there.
fn put_register(stage: &Stage, from: &Path) {
    for name in [
        "register.sqlite",
        "register.sqlite-wal",
        "register.sqlite-shm",
    ] {
        let (from, to) = (from.join(name), stage.program.data().join(name));
        if to.exists() {
            std::fs::remove_file(&to).unwrap();
        }
        if from.exists() {
            copy(&from, &to);
        }
    }
}

#[test]
fn a_register_that_was_put_back_beside_its_published_log_writes_nothing() {
    let stage = Stage::set(4);
    let service = Service::start(&stage.program);
    let mut history = History::default();
    assert_eq!(
        service.revoke(&stage.token, &stage.numbers[1]).0,
        Told::Done
    );
    history.take(act(&stage.numbers[1]), Told::Done);
    service.stop();
    let old = stage.program.folder.path().join("old");
    copy(&stage.program.data(), &old);

    let service = Service::start(&stage.program);
    assert_eq!(
        service.revoke(&stage.token, &stage.numbers[2]).0,
        Told::Done
    );
    history.take(act(&stage.numbers[2]), Told::Done);
    // A checkpoint over it follows within a second.
    std::thread::sleep(std::time::Duration::from_secs(3));
    service.stop();
    let newest = stage.program.folder.path().join("newest");
    copy(&stage.program.data(), &newest);
    put_register(&stage, &old);
    let refused = stage.program.run_with(&stage.revoking(&stage.numbers[3]));
    assert_eq!(refused.error()["code"], "register_set_back");
    let service = Service::start(&stage.program);
    let (told, _) = service.revoke(&stage.token, &stage.numbers[3]);
    assert_ne!(told, Told::Done);
    service.stop();
    history.take(act(&stage.numbers[3]), Told::Refused);
    put_register(&stage, &newest);
    stage.check(&history);
}

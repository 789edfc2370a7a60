//! `ocop pack` and `ocop verify --pack`: an inspector without a network.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use ocop::clock::{Clock, MachineClock};
use ocop::scheme::number::CertificateNumber;
use serde_json::Value;

use crate::pack::made::{Desk, ROOT, with_pack_key};
use crate::scheme::programme::{day, key, public};
use crate::support::{Program, Ran, list_of, wait_until_ready};

/// A programme with all keys and two certificates: their addresses, and the first number.
fn issued() -> (Program, [String; 2], String) {
    let program = Program::with_programme();
    for purpose in ["pack", "status --council CB", "status --council TW"] {
        let generate = format!("key generate --purpose {purpose}");
        program.keyed(&generate).done();
    }
    program.keyed("trust publish").done();
    let report = program.issue(list_of(2)).done().lines().remove(0);
    let text = |index: usize, field: &str| {
        let certificate = &report["certificates"][index];
        certificate[field].as_str().unwrap().to_owned()
    };
    let urls = [text(0, "url"), text(1, "url")];
    let number = text(0, "number");
    (program, urls, number)
}

/// What a command says that needs no data folder.
fn elsewhere(program: &Program, arguments: &str) -> Ran {
    let ran = program.run(&format!("{arguments} --data nowhere"));
    assert!(!program.data().with_file_name("nowhere").exists());
    ran
}

fn answer(ran: &Ran) -> Value {
    ran.lines().remove(0)
}

#[test]
fn a_pack_is_written_once_and_judges_without_a_register() {
    let (program, [url, other], number) = issued();
    program.keyed("status sign").done();
    let made = answer(&program.keyed("pack --output small --json").done());
    assert_eq!(
        (&made["sequence"], &made["certificates"]),
        (&1.into(), &2.into())
    );
    assert_eq!(made["without_list"], serde_json::json!([]));
    let root = made["root_key"].as_str().unwrap();
    // Nothing changed, so that no key is needed to write the same pack with names.
    let again = answer(&program.run("pack --output large --names --json").done());
    assert_eq!(again["made_at"], made["made_at"]);
    let folder = program.data().with_file_name("");
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();
    assert!(bytes("small").len() < bytes("large").len());

    let verify = |more: &str| elsewhere(&program, &format!("verify --json {more}"));
    let by_pack = |pack: &str, code: &str| verify(&format!("--pack {pack} --root {root} {code}"));
    let found = by_pack("small", &url);
    assert_eq!(
        (found.code, &answer(&found)["verdict"]),
        (0, &"genuine".into())
    );
    assert!(found.err.is_empty(), "{}", found.err);
    let found = answer(&found);
    assert_eq!(found["checks"]["status"], "pass");
    // Sealed moments before the pack was made: found, so that it is not too old to say so.
    assert_eq!(found["checks"]["register"], "pass");
    assert_eq!(found["pack"]["sequence"], 1);
    assert_eq!(
        (&found["pack"]["root_checked"], &found["pack"]["stale"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        answer(&by_pack("large", &other))["decision"]["number"],
        "852/QĐ-UBND"
    );
    let shown = elsewhere(
        &program,
        &format!("verify --pack small --root {root} {url}"),
    );
    assert!(
        shown.out.contains("Theo gói ngoại tuyến số 1, tạo lúc"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("By pack number 1, made at"),
        "{}",
        shown.out
    );

    // A number needs names, and is no verdict even then.
    let refused = by_pack("small", &number).error();
    assert_eq!(refused["code"], "needs_names");
    for written in [
        number.clone(),
        format!("https://ocop.example.vn/c/{number}"),
    ] {
        let looked_up = by_pack("large", &written);
        assert_eq!(looked_up.code, 1, "not judged to be genuine");
        let looked_up = answer(&looked_up);
        assert_eq!(looked_up["verdict"], Value::Null);
        assert_eq!(looked_up["registered"]["product"], "Sản phẩm số 1");
        assert_eq!(looked_up["listed_status"], "valid");
    }
    let (council, index) = ("CB".parse().unwrap(), 77);
    let never = CertificateNumber { council, index }.to_string();
    let refused = |code: &str| by_pack("large", code).error()["code"].clone();
    assert_eq!(refused(&never), "no_such_number");
    assert_eq!(refused(&never.replace("77", "78")), "mistyped_number");
    let not_ours = answer(&by_pack("large", "SKU123456"));
    assert_eq!(not_ours["verdict"], "not_ocop", "no council of this code");

    // Whose pack it is goes unsaid only with a warning.
    let unrooted = verify(&format!("--pack small {url}"));
    assert_eq!(unrooted.code, 0);
    assert!(unrooted.err.contains("--root KHÓA") && unrooted.err.contains("--root KEY"));
    assert_eq!(answer(&unrooted)["pack"]["root_checked"], false);
    let other_root = public(&key(ROOT)).to_base64();
    let refused = verify(&format!("--pack small --root={other_root} {url}")).error();
    assert_eq!(refused["code"], "pack_wrong_root");
    let mut altered = bytes("small");
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    program.file("altered", altered);
    assert_eq!(by_pack("altered", &url).code, 2);
    for usage in [
        "--held h",
        "--pack small --trust small",
        "--pack small --server http://x",
    ] {
        assert_eq!(
            verify(&format!("{usage} {url}")).error()["code"],
            "usage",
            "{usage}"
        );
    }
    let refused = verify(&format!("--root {root} {url}")).error();
    assert_eq!(refused["code"], "root_of_nothing");
}

/// Makes a pack, revokes a certificate and makes another; the root key that vouches for both.
fn two_packs(program: &Program, number: &str, older: &str, newer: &str) -> String {
    program.keyed("status sign").done();
    let make = format!("pack --output {older} --names --json");
    let made = answer(&program.keyed(&make).done());
    let today = crate::support::today();
    program
        .run(&format!(
            "revoke {number} --decision 900/QĐ-UBND --decided-on {today} --ground food-safety"
        ))
        .done();
    program.keyed("status sign").done();
    let make = format!("pack --output {newer} --names");
    program.keyed(&make).done();
    made["root_key"].as_str().unwrap().to_owned()
}

#[test]
fn an_older_pack_than_the_one_held_is_refused() {
    let (program, [url, _], number) = issued();
    let root = &two_packs(&program, &number, "first", "second");
    let by_pack = |pack: &str, code: &str| {
        let arguments = format!("verify --json --pack {pack} --root {root} --held held {code}");
        elsewhere(&program, &arguments)
    };
    assert_eq!(answer(&by_pack("first", &url))["verdict"], "genuine");
    assert_eq!(answer(&by_pack("second", &url))["verdict"], "revoked");
    assert_eq!(
        answer(&by_pack("second", &number))["listed_status"],
        "revoked"
    );
    assert_eq!(by_pack("first", &url).error()["code"], "pack_older");
    let held = program.data().with_file_name("held");
    let said: Value = serde_json::from_slice(&fs::read(&held).unwrap()).unwrap();
    assert_eq!(said[root]["sequence"], 2);
    // A file that cannot be read does not let an older one pass.
    fs::write(&held, "rubbish").unwrap();
    assert_eq!(by_pack("first", &url).error()["code"], "held_unreadable");
    fs::remove_file(&held).unwrap();
    assert_eq!(by_pack("first", &url).code, 0, "begun anew");
}

#[test]
fn without_a_key_no_pack_is_made_and_the_next_step_is_said() {
    let program = Program::with_programme();
    let refused = program.keyed("pack --output p --json").error();
    assert_eq!(refused["code"], "no_programme_key");
    let said = refused["message"]["en"].as_str().unwrap();
    assert!(said.contains("ocop key generate --purpose pack"), "{said}");
}

/// Downloads what a server that is about to make a pack sends.
fn download(address: SocketAddr, query: &str, file: &Path) {
    let begun = Instant::now();
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    loop {
        let mut answer = agent
            .get(format!("http://{address}/pack?{query}"))
            .call()
            .unwrap();
        if answer.status() == 200 {
            fs::write(file, answer.body_mut().read_to_vec().unwrap()).unwrap();
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(40), "no pack");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_a_service_sent_is_judged_by_after_it_is_stopped() {
    let (program, [url, _], number) = issued();
    let root = answer(&program.run("trust export --output t --json").done());
    let root = root["root_key"].as_str().unwrap().to_owned();
    let passphrase = program.data().with_file_name("passphrase");
    let mut server = program.start(&format!(
        "serve --listen 127.0.0.1:0 --json --passphrase-file {}",
        passphrase.display()
    ));
    let line = server.lines_until("listen").remove(0);
    let said: Value = serde_json::from_str(&line).unwrap();
    let address: SocketAddr = said["listen"].as_str().unwrap().parse().unwrap();
    wait_until_ready(address);
    let file = program.data().with_file_name("pack");
    download(address, "names=1", &file);
    assert!(server.stop().success());
    fs::rename(program.data(), program.data().with_file_name("away")).unwrap();
    let verify = |code: &str| {
        elsewhere(
            &program,
            &format!("verify --json --pack pack --root {root} {code}"),
        )
    };
    assert_eq!(answer(&verify(&url))["verdict"], "genuine");
    assert_eq!(
        answer(&verify(&number))["registered"]["product"],
        "Sản phẩm số 1"
    );
}

#[test]
fn a_held_pack_is_completed_by_what_is_new() {
    let (program, [url, _], number) = issued();
    let root = &two_packs(&program, &number, "held", "newer");
    let mut server = program.start("serve --listen 127.0.0.1:0 --json");
    let said: Value = serde_json::from_str(&server.lines_until("listen").remove(0)).unwrap();
    let address: SocketAddr = said["listen"].as_str().unwrap().parse().unwrap();
    wait_until_ready(address);
    let file = |name: &str| program.data().with_file_name(name);
    download(address, "names=1&since=1", &file("delta"));
    assert!(server.stop().success());

    let complete = |root: &str| {
        elsewhere(
            &program,
            &format!("pack --held held --delta delta --root {root} --output held --json"),
        )
    };
    let others = public(&key(7)).to_base64();
    assert_eq!(complete(&others).error()["code"], "pack_wrong_root");
    let done = answer(&complete(root).done());
    assert_eq!((&done["held"], &done["sequence"]), (&1.into(), &2.into()));
    assert_eq!(
        fs::read(file("held")).unwrap(),
        fs::read(file("newer")).unwrap()
    );
    let verified = elsewhere(
        &program,
        &format!("verify --json --pack held --root {root} {url}"),
    );
    assert_eq!(answer(&verified)["verdict"], "revoked");
    // By itself what is new is no pack.
    let alone = elsewhere(
        &program,
        &format!("verify --json --pack delta --root {root} {url}"),
    );
    assert_eq!(alone.error()["code"], "pack_incomplete");
}

#[test]
fn a_demonstrations_pack_says_so_of_all_that_it_judges() {
    let (program, [url, _], _) = issued();
    let pack_says = |pack: &str| {
        let root = answer(
            &program
                .keyed(&format!("pack --output {pack} --json"))
                .done(),
        );
        let root = root["root_key"].as_str().unwrap().to_owned();
        let verify = format!("verify --json --pack {pack} --root {root} {url}");
        answer(&elsewhere(&program, &verify))["pack"].clone()
    };
    assert_eq!(pack_says("real")["demonstration"], false);
    let file = program.data().join("ocop.toml");
    let written = fs::read_to_string(&file).unwrap();
    let marked = written.replace("demonstration = false", "demonstration = true");
    assert_ne!(marked, written);
    fs::write(&file, marked).unwrap();
    // What was signed is not what would be made now, so that another is.
    let said = pack_says("demonstration");
    assert_eq!(
        (&said["demonstration"], &said["sequence"]),
        (&true.into(), &2.into())
    );
    for mark in ["BẢN THỬ NGHIỆM", "DEMONSTRATION"] {
        assert!(said["words"].to_string().contains(mark), "{said}");
    }
}

#[test]
fn an_old_pack_says_how_old_it_is() {
    let program = Program::new();
    let root = public(&key(ROOT)).to_base64();
    let about = |age: TimeDelta| {
        let desk = Desk {
            made_at: MachineClock.now() - age,
            trust: with_pack_key(|key| key.seals_until = day("2099-12-31")),
            ..Desk::of(3)
        };
        program.file("pack", desk.file());
        let ran = elsewhere(
            &program,
            &format!("verify --json --pack pack --root={root} x"),
        );
        assert_eq!(answer(&ran)["verdict"], "not_ocop");
        answer(&ran)["pack"].clone()
    };
    let words = |about: &Value| about["words"].to_string();
    let fresh = about(TimeDelta::hours(47));
    assert_eq!(
        (&fresh["stale"], &fresh["expired"]),
        (&false.into(), &false.into())
    );
    assert!(words(&fresh).contains("47 giờ trước") && words(&fresh).contains("47 hours ago"));
    let old = about(TimeDelta::hours(49));
    assert_eq!(
        (&old["stale"], &old["age_hours"]),
        (&true.into(), &49.into())
    );
    for said in [
        "2 ngày trước",
        "quá 48 giờ",
        "2 days ago",
        "older than 48 hours",
    ] {
        assert!(words(&old).contains(said), "{}", words(&old));
    }
    let over = about(TimeDelta::days(8));
    assert_eq!(over["expired"], true);
    for said in ["ĐÃ HẾT HẠN", "HAS EXPIRED"] {
        assert!(words(&over).contains(said), "{}", words(&over));
    }
    // A clock behind the pack is not believed.
    let behind = about(-TimeDelta::days(1));
    assert_eq!(behind["age_hours"], 0);
}

#[test]
fn compact_codes_are_sealed_by_the_command_once_each() {
    let (program, _, number) = issued();
    let sealed = program.keyed(&format!("compact {number} --json")).done();
    assert_eq!(answer(&sealed)["sealed"], serde_json::json!([number]));
    let all = program.keyed("compact --council CB --all --json").done();
    assert_eq!(answer(&all)["sealed"].as_array().unwrap().len(), 1);
    // Nothing is lacking, so that no key is needed.
    let again = program.run("compact --decision 852/QĐ-UBND --json").done();
    assert_eq!(answer(&again)["already_sealed"], 2);
    let audited = answer(&program.run("audit --json").done());
    assert_eq!(audited["audited"]["compact_tokens"], 2);
    let unknown = program.run("compact CB-9-9 --json");
    assert_eq!(unknown.error()["refusals"][0]["code"], "mistyped_number");

    let more = list_of(1).replace("Sản phẩm", "Món quà");
    let more = program.file("more.csv", more);
    let issue = format!(
        "issue --council CB --decision 901/QĐ-UBND --decided-on {} --from {} --compact --json",
        crate::support::today(),
        more.display()
    );
    program.keyed(&issue).done();
    let done = program.run("compact --council CB --all --json").done();
    assert_eq!(answer(&done)["already_sealed"], 3);
}

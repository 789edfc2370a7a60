//! The commands, as an officer runs them; and that they say nothing personal or secret.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use chrono::{Days, Months};

use super::sink::{Manner, Sink};
use crate::support::{Program, csv, row, today};

const PASSWORD: &str = "mật khẩu thư";

#[test]
fn notices_go_from_the_queue_to_mails_and_letters() {
    // user "a" and the password, as PLAIN has them
    let sink = Sink::new(Manner::Login("AGEAbeG6rXQga2jhuql1IHRoxrA="));
    let program = Program::with_programme();
    // Ends in 20 days or so.
    let decided_on = today()
        .checked_sub_months(Months::new(36))
        .and_then(|day| day.checked_add_days(Days::new(20)))
        .unwrap();
    let list = program.file(
        "list.csv",
        csv(&[
            row(&[("product", "Chè"), ("score_c", "25")]),
            row(&[("product", "Gạo"), ("producer", "Hộ Xa"), ("score_c", "25")]),
            row(&[
                ("product", "Mật ong"),
                ("producer", "-Hộ Sai"),
                ("score_c", "25"),
            ]),
        ])
        .replace("-Hộ", "Hộ"),
    );
    let issuing = format!(
        "issue --council CB --decision 1/QĐ --decided-on {decided_on} --from {}",
        list.display()
    );
    program.keyed(&issuing).done();

    let contacts = "council,producer,email\nCB,Hợp tác xã Tân Việt Á,htx@secret.example\nCB,Hộ Sai,sai@refused.example\n";
    let contacts = program.file("contacts.csv", contacts);
    let importing = format!("contact import --from {}", contacts.display());
    program.run(&importing).done();
    let listed = program.run("contact list --csv").done().out;
    assert!(listed.contains("CB,Hộ Sai,sai@refused.example"), "{listed}");

    let ending = program.run("expiring --within 30d").done().out;
    assert!(
        ending.contains("Hộ Xa") && ending.contains("20 ngày"),
        "{ending}"
    );
    let ending = program.run("expiring --within 30d --csv").done().out;
    assert!(ending.starts_with("producer,council,number,"), "{ending}");
    assert_eq!(program.run("expiring --json").done().lines().len(), 3);

    assert!(program.run("notice queue").done().out.contains("30 ngày 3"));
    let refused = program.run("notice send --json");
    assert_eq!(refused.error()["code"], "smtp_not_configured");
    let secret = program.file("smtp-password", format!("{PASSWORD}\n"));
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let config = program.data().join("ocop.toml");
    let mut text = fs::read_to_string(&config).unwrap_or_default();
    text.push_str(&format!(
        "\n[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"ocop@example.vn\"\nuser = \"a\"\npassword_file = \"../smtp-password\"\n",
        sink.port()
    ));
    fs::write(&config, text).unwrap();

    let sent = program.run("notice send");
    assert_eq!(sent.code, 0, "{}{}", sent.out, sent.err);
    assert!(sent.out.contains("Thư đã gửi 2"), "{}", sent.out);
    assert!(sent.out.contains("  Hộ Xa"), "{}", sent.out);
    assert_eq!(sink.mails().len(), 2);
    let listed = program.run("notice list --json").done();
    for told in [&sent.out, &sent.err, &listed.out] {
        for secret in ["secret.example", "refused.example", PASSWORD, "AGEAbeG6"] {
            assert!(!told.contains(secret), "{told}");
        }
    }

    let letters = program.folder.path().join("letters.csv");
    let exporting = format!("notice export --output {}", letters.display());
    program.run(&exporting).done();
    let letters_text = fs::read_to_string(&letters).unwrap();
    assert!(letters_text.starts_with("\u{feff}council,producer,address,"));
    assert_eq!(letters_text.lines().count(), 2);
    assert!(letters_text.contains("Hộ Xa"), "{letters_text}");
    let mode = fs::metadata(&letters).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Nothing is left; and a file that is there is not written over.
    assert_eq!(
        program.run(&exporting).done().out,
        "Đã xuất 0 giấy / certificates written out\n"
    );
    assert_eq!(fs::read_to_string(&letters).unwrap(), letters_text);
    assert!(
        program
            .run("notice list --unsent --json")
            .done()
            .out
            .is_empty()
    );
}

#[test]
fn refusals_and_broken_connections_are_told_without_addresses() {
    let sink = Sink::new(Manner::RefuseTo("secret.example"));
    let program = Program::with_programme();
    let decided_on = today()
        .checked_sub_months(Months::new(36))
        .and_then(|day| day.checked_add_days(Days::new(20)))
        .unwrap();
    let list = program.file("list.csv", csv(&[row(&[("score_c", "25")])]));
    let issuing = format!(
        "issue --council CB --decision 1/QĐ --decided-on {decided_on} --from {}",
        list.display()
    );
    program.keyed(&issuing).done();
    // A service queues what is due by itself.
    let mut service = program.start("serve --listen 127.0.0.1:0");
    service.lines_until("http://");
    let begun = std::time::Instant::now();
    while program.run("notice list").done().out.is_empty() {
        assert!(begun.elapsed().as_secs() < 30, "nothing is queued");
    }
    service.stop();
    let config = program.data().join("ocop.toml");
    let mut text = fs::read_to_string(&config).unwrap_or_default();
    text.push_str(&format!(
        "\n[smtp]\nhost = \"localhost\"\nport = {}\ntls = \"none\"\nfrom = \"ocop@example.vn\"\n",
        sink.port()
    ));
    fs::write(&config, text).unwrap();
    let set = |email| {
        let arguments = [
            "contact",
            "set",
            "--council",
            "CB",
            "--producer",
            "Hợp tác xã Tân Việt Á",
            "--email",
            email,
        ];
        program.run_with(&arguments).done();
    };
    set("htx@secret.example");
    let refused = program.run("notice send");
    assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("ocop contact set"), "{}", refused.err);
    set("htx@other.example");
    sink.set(Manner::CutAfter);
    let unknown = program.run("notice send");
    assert_eq!(unknown.code, 1, "{}{}", unknown.out, unknown.err);
    assert!(unknown.err.contains("Message-ID"), "{}", unknown.err);
    for told in [refused.out, refused.err, unknown.out, unknown.err] {
        assert!(
            !told.contains("htx@") && !told.contains(".example"),
            "{told}"
        );
    }
    let exporting = format!(
        "notice export --unknown --output {}",
        program.folder.path().join("l.csv").display()
    );
    assert!(program.run(&exporting).done().out.contains("Đã xuất 1"));
}

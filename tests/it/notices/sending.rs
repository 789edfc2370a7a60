//! Mails: what they say, and what is known of each when a server misbehaves.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::config::SmtpTls;
use ocop::office::{Error, MailRefused, MailRun};
use ocop::signer::Passphrase;

use super::sink::{Manner, Sink};
use super::{OTHER, PRODUCER, issue, office, smtp, states};
use crate::support::{Engine, Office, at, now, on_both_engines};

on_both_engines!(
    a_producer_gets_one_mail_that_lists_its_certificates,
    a_refused_recipient_waits_for_another_address,
    what_did_not_leave_is_sent_by_another_run,
    what_may_have_arrived_is_not_sent_again,
    two_who_send_at_once_send_each_mail_once,
    a_run_that_was_killed_leaves_its_mail_unknown,
);

/// A programme with two producers who can be written to, and their notices queued.
async fn ready(engine: Engine, sink: &Sink) -> Office {
    let office = office(engine, sink).await;
    office.queue_notices().await.unwrap();
    for (producer, email) in [(PRODUCER, "htx@one.example"), (OTHER, "ho@two.example")] {
        let council = "CB".parse().unwrap();
        office.set_contact(council, producer, email).await.unwrap();
    }
    office
}

async fn send(office: &Office) -> MailRun {
    office.send_notices(None).await.unwrap()
}

/// Undoes what mails do to letters that are not ASCII.
fn plain(mail: &str) -> String {
    use base64::Engine as _;
    let (head, body) = mail.split_once("\n\n").unwrap();
    assert!(mail.is_ascii());
    let head = head.to_ascii_lowercase();
    assert!(
        head.contains("content-type: text/plain; charset=utf-8"),
        "{head}"
    );
    if head.contains("content-transfer-encoding: base64") {
        let body: String = body.split_whitespace().collect();
        let bytes = base64::prelude::BASE64_STANDARD.decode(body).unwrap();
        return String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    }
    assert!(head.contains("quoted-printable"), "{head}");
    let joined = body.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'=' {
            let hex = std::str::from_utf8(&tail[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

async fn a_producer_gets_one_mail_that_lists_its_certificates(engine: Engine) {
    let sink = Sink::new(Manner::Take);
    let office = ready(engine, &sink).await;
    issue(&office, "8/QĐ", "2023-09-03", "Hộ không thư", &["Gạo nếp"]).await;
    office.queue_notices().await.unwrap();
    let run = send(&office).await;
    assert_eq!(
        (run.sent, run.later, run.refused, run.unknown),
        (2, 0, 0, 0)
    );
    assert_eq!(run.without_contact, ["Hộ không thư"]);
    let mails = sink.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(sink.connections(), 1, "one login serves a run");
    assert_eq!(mails[0].to, ["htx@one.example"]);
    let head = &mails[0].mail;
    assert!(
        head.contains("To: htx@one.example") && head.contains("Auto-Submitted: auto-generated")
    );
    assert!(
        head.contains("Subject: =?utf-8?") && head.contains("From: =?utf-8?"),
        "{head}"
    );
    assert!(
        head.contains("Message-ID: <") && head.contains("@ocop.example.vn>"),
        "{head}"
    );
    assert!(
        head.contains("Date: Mon, 10 Aug 2026 03:00:00 +0000"),
        "{head}"
    );
    let body = plain(head);
    for said in [
        "Kính gửi: Hợp tác xã Bản Mới\n",
        "1. Chè Bản Mới (4 sao), giấy số CB-0-8\n   Có giá trị đến hết ngày 01/09/2026, còn 22 ngày.\n   https://ocop.example.vn/c/CB-0-8\n",
        "2. Miến dong Bản Mới (4 sao)",
        "còn 71 ngày",
        "Hội đồng tỉnh Cao Bằng",
        "These OCOP certificates of yours are about to end",
        "22 days left",
    ] {
        assert!(body.contains(said), "{said}: {body}");
    }
    assert!(
        body.find("Kính gửi") < body.find("To: "),
        "Vietnamese first"
    );
    assert!(!body.contains("Mật ong") && !head.contains("two.example"));
    // Nothing is told twice.
    assert_eq!(send(&office).await.sent, 0);
    assert_eq!(sink.mails().len(), 2);
    // The next notice of a certificate is another mail.
    let later = office.again(at("2026-10-01T03:00:00Z")).await;
    later.queue_notices().await.unwrap();
    assert_eq!(later.send_notices(None).await.unwrap().sent, 1);
}

async fn a_refused_recipient_waits_for_another_address(engine: Engine) {
    let sink = Sink::new(Manner::RefuseTo("one.example"));
    let office = ready(engine, &sink).await;
    let run = send(&office).await;
    assert_eq!((run.sent, run.refused), (1, 1));
    assert_eq!(
        states(&office).await,
        [(30, "refused"), (90, "refused"), (180, "sent")]
    );
    let run = send(&office).await;
    assert_eq!((run.sent, run.refused), (0, 0), "not tried again by itself");
    let council = "CB".parse().unwrap();
    office
        .set_contact(council, PRODUCER, "new@three.example")
        .await
        .unwrap();
    assert_eq!(send(&office).await.sent, 1);
    assert_eq!(sink.mails()[1].to, ["new@three.example"]);
}

async fn what_did_not_leave_is_sent_by_another_run(engine: Engine) {
    let sink = Sink::new(Manner::NotNow);
    let office = ready(engine, &sink).await;
    for manner in [Manner::NotNow, Manner::CutBefore] {
        sink.set(manner);
        let run = send(&office).await;
        assert_eq!((run.sent, run.later, run.unknown), (0, 2, 0), "{manner:?}");
    }
    sink.set(Manner::RefuseSender);
    let run = send(&office).await;
    assert_eq!(
        (run.later, run.stopped),
        (2, Some(MailRefused::Sender("550".to_owned())))
    );
    assert!(sink.mails().is_empty());
    let waiting = states(&office).await;
    assert!(
        waiting.iter().all(|(_, state)| *state == "queued"),
        "{waiting:?}"
    );
    sink.set(Manner::Take);
    assert_eq!(send(&office).await.sent, 2);
    assert_eq!(sink.mails().len(), 2);
}

async fn what_may_have_arrived_is_not_sent_again(engine: Engine) {
    let sink = Sink::new(Manner::CutAfter);
    let office = ready(engine, &sink).await;
    let run = send(&office).await;
    assert_eq!((run.sent, run.unknown), (0, 2));
    assert_eq!(
        states(&office).await,
        [(30, "unknown"), (90, "unknown"), (180, "unknown")]
    );
    sink.set(Manner::Take);
    let run = send(&office).await;
    assert_eq!((run.sent, run.unknown), (0, 0));
    assert_eq!(sink.mails().len(), 2);
    // The mail server's log is searched by this, and letters can follow.
    let notices = office.notices(true).await.unwrap();
    for notice in &notices {
        let id = notice.message_id.as_ref().unwrap();
        assert!(sink.mails().iter().any(|mail| mail.mail.contains(id)));
    }
    assert!(
        office
            .notices_to_export(false, false)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        office.notices_to_export(false, true).await.unwrap().len(),
        3
    );
}

#[tokio::test]
async fn a_mail_that_is_refused_after_it_left_did_not_arrive() {
    let sink = Sink::new(Manner::RefuseContent);
    let office = ready(Engine::Sqlite, &sink).await;
    let run = send(&office).await;
    assert_eq!((run.sent, run.refused, run.unknown), (0, 2, 0));
}

async fn two_who_send_at_once_send_each_mail_once(engine: Engine) {
    let sink = Sink::new(Manner::Take);
    let office = ready(engine, &sink).await;
    let mut config = office.config().clone();
    config.smtp = Some(smtp(sink.port()));
    let other = crate::support::open(office.data(), config, now()).await;
    let (one, two) = tokio::join!(office.send_notices(None), other.send_notices(None));
    assert_eq!(one.unwrap().sent + two.unwrap().sent, 2);
    assert_eq!(sink.mails().len(), 2);
}

async fn a_run_that_was_killed_leaves_its_mail_unknown(engine: Engine) {
    let sink = Sink::new(Manner::Take);
    let office = ready(engine, &sink).await;
    office
        .book
        .raw("update notices set state = 'sending', message_id = '<x@y>' where days = 30")
        .await;
    // Another program may still be sending it: it is left alone, and not sent again.
    let run = send(&office).await;
    assert_eq!((run.sent, run.given_up), (2, 0));
    assert!(
        sink.mails()
            .iter()
            .all(|mail| !plain(&mail.mail).contains("Chè"))
    );
    let later = office.again(at("2026-08-10T05:00:00Z")).await;
    assert_eq!(later.queue_notices().await.unwrap().unknown, 1);
    assert_eq!(states(&office).await[0], (30, "unknown"));
}

#[tokio::test]
async fn the_council_gets_a_copy_that_does_not_keep_the_mail_back() {
    let sink = Sink::new(Manner::Take);
    let office = ready(Engine::Sqlite, &sink).await;
    let mut config = office.config().clone();
    let mut smtp = smtp(sink.port());
    smtp.copies
        .insert("cb".to_owned(), "hoidong@council.example".to_owned());
    config.smtp = Some(smtp);
    let copying = crate::support::open(office.data(), config.clone(), now()).await;
    sink.set(Manner::RefuseTo("council.example"));
    let run = copying.send_notices(None).await.unwrap();
    assert_eq!((run.sent, run.copies_refused), (2, 2));
    let council = "CB".parse().unwrap();
    let later = at("2026-10-01T03:00:00Z");
    let office = crate::support::open(office.data(), config, later).await;
    office
        .set_contact(council, OTHER, "ho@two.example")
        .await
        .unwrap();
    office.queue_notices().await.unwrap();
    sink.set(Manner::Take);
    assert_eq!(office.send_notices(None).await.unwrap().sent, 1);
    let last = sink.mails().pop().unwrap();
    assert_eq!(last.to.last().unwrap(), "hoidong@council.example");
    assert!(last.mail.contains("Cc: hoidong@council.example"));
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_named_and_nothing_is_lost() {
    let sink = Sink::new(Manner::Login("AGEAYg=="));
    let office = ready(Engine::Sqlite, &sink).await;
    let folder = office.data();
    let attempt = async |change: &dyn Fn(&mut ocop::config::SmtpConfig), password: Option<&str>| {
        let mut config = office.config().clone();
        let mut smtp = smtp(sink.port());
        change(&mut smtp);
        config.smtp = Some(smtp);
        let office = crate::support::open(folder, config, now()).await;
        let password = password.map(|text| Passphrase::new(text).unwrap());
        match office.send_notices(password).await {
            Ok(run) => run.stopped.map(|refused| refused.code()),
            Err(Error::Mail(refused)) => Some(refused.code()),
            Err(other) => panic!("{other}"),
        }
    };
    let user = |smtp: &mut ocop::config::SmtpConfig| smtp.user = Some("a".to_owned());
    assert_eq!(attempt(&user, None).await, Some("smtp_no_password"));
    assert_eq!(attempt(&user, Some("wrong")).await, Some("smtp_login"));
    let remote = |smtp: &mut ocop::config::SmtpConfig| smtp.host = "mail.example".to_owned();
    assert_eq!(attempt(&remote, None).await, Some("smtp_exposed"));
    let from = |smtp: &mut ocop::config::SmtpConfig| smtp.from = "nobody".to_owned();
    assert_eq!(attempt(&from, None).await, Some("smtp_not_an_address"));
    for tls in [SmtpTls::Starttls, SmtpTls::Implicit] {
        let demanded = move |smtp: &mut ocop::config::SmtpConfig| smtp.tls = tls;
        sink.set(Manner::FalseTls);
        let refused = attempt(&demanded, None).await;
        assert_eq!(refused, Some("smtp_unreachable"), "{tls:?}");
    }
    sink.set(Manner::Take);
    let demanded = |smtp: &mut ocop::config::SmtpConfig| smtp.tls = SmtpTls::Starttls;
    assert_eq!(attempt(&demanded, None).await, Some("smtp_unreachable"));
    let nobody = |smtp: &mut ocop::config::SmtpConfig| smtp.port = Some(1);
    assert_eq!(attempt(&nobody, None).await, Some("smtp_unreachable"));
    assert!(sink.mails().is_empty(), "nothing goes unprotected");
    sink.set(Manner::Login("AGEAYg=="));
    assert_eq!(attempt(&user, Some("b")).await, None);
    assert_eq!(sink.mails().len(), 2);
}

//! What an inspector reads of their own journal, and nobody else.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Access, Grant, JournalQuery, JournalRefused, Role};
use ocop::scheme::check::{Check as Judged, Outcome};
use ocop::scheme::journal::Body;
use ocop::scheme::stars::Stars;
use ocop::scheme::verdict::Kind;

use super::device::{Device, addition, check, inspector};
use crate::support::{Engine, Office, at, codes, day, list_of, now, on_both_engines};

on_both_engines!(
    checks_are_judged_again_at_their_own_instant,
    checks_are_found_by_verdict_day_and_device_the_newest_first,
    a_journal_is_read_by_its_inspector_alone,
);

async fn send(office: &Office, inspector: &Access, device: &Device) {
    let texts = device.texts.clone();
    let taking = office.take_journal_in(inspector, device.id, texts);
    taking.await.unwrap();
}

fn all() -> JournalQuery {
    JournalQuery {
        limit: 100,
        ..JournalQuery::default()
    }
}

async fn checks_are_judged_again_at_their_own_instant(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(1)).await.unwrap();
    let (code, number) = (
        codes(&issued).remove(0),
        issued.certificates[0].certificate.number,
    );
    // Years later the certificate has expired; the journal comes only now.
    let late = office.again(at("2031-01-10T03:00:00Z")).await;
    let inspector = inspector(&office).await;
    let mut device = Device::new(1);
    let mut honest = check(&code, Kind::Genuine);
    honest.number = Some(number);
    let mut other_stars = honest.clone();
    other_stars.stars_on_package = Some(Stars::new(5).unwrap());
    let mut typed = honest.clone();
    (typed.code, typed.verdict) = (number.to_string(), None);
    device
        .check("2026-08-10T03:00:00Z", honest.clone())
        .check("2030-08-10T03:00:00Z", honest.clone())
        .check("2026-08-10T03:00:00Z", other_stars)
        .check("2026-08-10T03:00:00Z", typed)
        .check(
            "2026-08-10T03:00:00Z",
            check("WIFI:S:quán;;", Kind::NotOcop),
        )
        // A clock that is years ahead is kept, and said to be.
        .write_by(
            (at("2040-08-10T03:00:00Z"), at("2040-08-10T03:00:00Z")),
            Body::Check(honest),
        );
    late.take_journal_in(&inspector, device.id, device.texts.clone())
        .await
        .unwrap();
    let mut found = late.journal(&inspector, &all()).await.unwrap().checks;
    found.sort_by_key(|check| check.counter);
    let judged: Vec<_> = found
        .iter()
        .map(|check| (check.verdict, check.judged_again))
        .collect();
    let genuine = Some(Kind::Genuine);
    assert_eq!(
        judged,
        [
            (genuine, genuine),
            (genuine, Some(Kind::Expired)),
            (genuine, Some(Kind::Mismatch)),
            (None, None),
            (Some(Kind::NotOcop), Some(Kind::NotOcop)),
            (genuine, Some(Kind::Expired)),
        ]
    );
    let ahead: Vec<bool> = found.iter().map(|check| check.clock_ahead).collect();
    assert_eq!(ahead, [false, false, false, false, false, true]);
    assert!(found[0].product.is_some() && found[4].product.is_none());
    let evidence = late
        .journal_evidence(&inspector, found[0].id)
        .await
        .unwrap();
    let now = evidence.judged_now.unwrap();
    assert_eq!(now.kind, Kind::Genuine);
    assert_eq!(now.as_of.judged_at, at("2026-08-10T03:00:00Z"));
    assert_eq!(now.outcome(Judged::Dates), Outcome::Pass);
}

async fn checks_are_found_by_verdict_day_and_device_the_newest_first(engine: Engine) {
    let office = Office::on(engine).await;
    let inspector = inspector(&office).await;
    let (mut one, mut two) = (Device::new(1), Device::new(2));
    // 23:30 and 00:30 in Vietnam are two days.
    one.check("2026-08-08T16:30:00Z", check("a", Kind::NotOcop))
        .check("2026-08-08T17:30:00Z", check("b", Kind::Forged))
        .add(
            "2026-08-08T17:31:00Z",
            addition(2, Some("Ghi\u{202e} chú"), true, None),
        )
        .check("2026-08-10T02:00:00Z", check("c", Kind::NotOcop));
    two.check("2026-08-09T10:00:00Z", check("d", Kind::Expired))
        .check("2026-08-10T01:00:00Z", check("e", Kind::Forged));
    // The one that checked last comes first.
    send(&office, &inspector, &one).await;
    send(&office, &inspector, &two).await;
    let found = async |query: JournalQuery| {
        let page = office.journal(&inspector, &query).await.unwrap();
        let codes = page.checks.into_iter().map(|check| check.code);
        codes.collect::<String>()
    };
    assert_eq!(found(all()).await, "cedba");
    let forged = Some(Kind::Forged);
    assert_eq!(
        found(JournalQuery {
            verdict: forged,
            ..all()
        })
        .await,
        "eb"
    );
    assert_eq!(
        found(JournalQuery {
            device: Some(one.id),
            ..all()
        })
        .await,
        "cba"
    );
    let both = JournalQuery {
        device: Some(one.id),
        verdict: forged,
        ..all()
    };
    assert_eq!(found(both).await, "b");
    let ninth = Some(day("2026-08-09"));
    assert_eq!(
        found(JournalQuery {
            from: ninth,
            until: ninth,
            ..all()
        })
        .await,
        "db"
    );
    assert_eq!(
        found(JournalQuery {
            until: Some(day("2026-08-08")),
            ..all()
        })
        .await,
        "a"
    );
    assert_eq!(
        found(JournalQuery {
            from: Some(day("2026-08-10")),
            ..all()
        })
        .await,
        "ce"
    );

    // Page by page, each once.
    let mut query = JournalQuery {
        limit: 2,
        ..JournalQuery::default()
    };
    let mut seen = String::new();
    loop {
        let page = office.journal(&inspector, &query).await.unwrap();
        seen.extend(page.checks.iter().map(|check| check.code.as_str()));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(seen, "cedba");
    query.after = Some("x".to_owned());
    let lost = office.journal(&inspector, &query).await.unwrap_err();
    assert_eq!(lost.code(), "no_such_page");

    let noted = office
        .journal(
            &inspector,
            &JournalQuery {
                verdict: forged,
                ..all()
            },
        )
        .await;
    let noted = noted.unwrap().checks.remove(1);
    assert_eq!(noted.additions, 1);
    let evidence = office.journal_evidence(&inspector, noted.id).await.unwrap();
    let addition = &evidence.additions[0];
    // What would turn the line around is not shown; the text itself stands as it came.
    assert_eq!(addition.note.as_deref(), Some("Ghi chú"));
    assert!(addition.entry.contains('\u{202e}'));
    assert_eq!(addition.place.unwrap().accuracy_metres, 30.0);
    assert_eq!(evidence.check.received_at, now());
}

async fn a_journal_is_read_by_its_inspector_alone(engine: Engine) {
    let office = Office::on(engine).await;
    let (own, other) = (inspector(&office).await, inspector(&office).await);
    let mut device = Device::new(1);
    device.fill(2);
    send(&office, &own, &device).await;
    let page = office.journal(&other, &all()).await.unwrap();
    assert!(page.checks.is_empty());
    assert!(office.journals(&other).await.unwrap().is_empty());
    let of_device = JournalQuery {
        device: Some(device.id),
        ..all()
    };
    let refused = office.journal(&other, &of_device).await.unwrap_err();
    assert_eq!(refused.code(), "no_such_journal");
    let id = office.journal(&own, &all()).await.unwrap().checks[0].id;
    let refused = office.journal_evidence(&other, id).await.unwrap_err();
    let missing = office.journal_evidence(&other, 99).await.unwrap_err();
    assert_eq!(refused.code(), missing.code());
    assert_eq!(
        refused.to_string(),
        JournalRefused::NoSuchEntry(id).to_string()
    );
    // Who oversees the programme sees none of it, nor does a program without a person.
    for role in [Role::Programme, Role::Auditor] {
        let grant = Grant::of_programme(role);
        let access = Access::of_account(office.account(&[grant]).await, vec![grant], None);
        let refused = office.journal(&access, &all()).await.unwrap_err();
        assert_eq!(refused.code(), "person_needed");
    }
    let program = Access::of_token(1, vec!["desk".to_owned()], None);
    let refused = office.journal(&program, &all()).await.unwrap_err();
    assert_eq!(refused.code(), "person_needed");
}

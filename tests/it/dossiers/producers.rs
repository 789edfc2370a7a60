//! Registering producers.

use ocop::office::{Access, Grant, ProducerQuery, Role, TypedProducer};
use ocop::register::TrailFilter;

use super::people::{Place, codes, of, producer, strangers};
use crate::support::{Engine, on_both_engines};

async fn a_producer_is_registered_and_found_without_diacritics(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = of(Role::Secretary, "CB");
    let typed = TypedProducer {
        kind: "household".to_owned(),
        business_code: "11H8000123".to_owned(),
        representative: "Nông Thị Thử".to_owned(),
        phone: "0912 345 678".to_owned(),
        email: "thu@example.vn".to_owned(),
        ..producer("CB", "Hộ Nông Thị Thử")
    };
    let made = place.register_producer(&secretary, &typed).await.unwrap();
    assert!(made.warnings.is_empty());
    let seen = place.producer(&secretary, made.producer.id).await.unwrap();
    assert_eq!((seen.name.as_str(), seen.version), ("Hộ Nông Thị Thử", 1));
    assert_eq!(seen.phone.as_deref(), Some("0912 345 678"));
    let query = |text: &str| ProducerQuery {
        text: Some(text.to_owned()),
        limit: 10,
        ..ProducerQuery::default()
    };
    let found = place
        .producers(&secretary, &query("nong thi"))
        .await
        .unwrap();
    assert_eq!(found.producers.len(), 1);
    for nothing in ["%", "_", "n!g"] {
        let found = place.producers(&secretary, &query(nothing)).await.unwrap();
        assert!(found.producers.is_empty(), "{nothing}");
    }
    // Another of that name is warned of, and not refused.
    let again = place
        .register_producer(&secretary, &producer("CB", "HỘ NÔNG THỊ THỬ"))
        .await;
    assert_eq!(again.unwrap().warnings[0].code, "producer_namesake");
}

async fn everything_that_is_wrong_with_a_producer_is_said_at_once(engine: Engine) {
    let place = Place::on(engine).await;
    let typed = TypedProducer {
        kind: "company".to_owned(),
        name: "Chè\u{202e}".to_owned(),
        address: " ".to_owned(),
        unit: "VN-99@2".to_owned(),
        council: "YB".to_owned(),
        phone: "gọi tôi".to_owned(),
        email: "không phải".to_owned(),
        business_code: "a\u{0}b".to_owned(),
        ..TypedProducer::default()
    };
    let refused = place
        .register_producer(&of(Role::Secretary, "CB"), &typed)
        .await;
    let expected = [
        "not_a_producer_kind",
        "text_refused",
        "empty",
        "not_a_province",
        "no_such_council",
        "text_refused",
        "not_a_phone_number",
        "not_an_email",
    ];
    assert_eq!(codes(refused), expected);
}

async fn a_producer_is_changed_by_its_council_and_of_its_newest_version_alone(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = of(Role::Secretary, "CB");
    let mut typed = producer("CB", "Hợp tác xã Bản Mới 2");
    let changed = place
        .change_producer(&secretary, place.ours, 1, &typed)
        .await
        .unwrap();
    assert_eq!(changed.producer.version, 2);
    typed.name = "Hợp tác xã Bản Mới 3".to_owned();
    let stale = place
        .change_producer(&secretary, place.ours, 1, &typed)
        .await;
    let said = stale.unwrap_err().words();
    assert!(said.en.contains("Changed a producer"), "{}", said.en);
    let seen = place.producer(&secretary, place.ours).await.unwrap();
    assert_eq!(seen.name, "Hợp tác xã Bản Mới 2");
    for stranger in strangers() {
        let refused = place
            .change_producer(&stranger, place.ours, 2, &typed)
            .await;
        assert_eq!(codes(refused), ["no_such_producer"]);
        let unseen = place.producer(&stranger, place.ours).await;
        assert_eq!(codes(unseen), ["no_such_producer"]);
    }
    // Its own account sees it, and does not change what is registered.
    let own = place.owner();
    assert_eq!(place.producer(&own, place.ours).await.unwrap().version, 2);
    let refused = place.change_producer(&own, place.ours, 2, &typed).await;
    assert_eq!(codes(refused), ["no_such_producer"]);
    let trail = TrailFilter {
        subject: Some(format!("producer {}", place.ours)),
        limit: 10,
        ..TrailFilter::default()
    };
    let lines = place.trail(&trail).await.unwrap();
    let acts: Vec<&str> = lines.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(acts, ["producer_changed", "producer_registered"]);
    assert_eq!(lines[0].body["changed"][0], "name");
}

async fn pages_of_producers_follow_one_another_within_reach(engine: Engine) {
    let place = Place::on(engine).await;
    let programme = Access::of_program();
    for number in 0..5 {
        let typed = producer("CB", &format!("Hợp tác xã {number}"));
        place.register_producer(&programme, &typed).await.unwrap();
    }
    let auditor = Access::of_account(76, vec![Grant::of_programme(Role::Auditor)], None);
    for (access, all) in [
        (auditor, 7),
        (of(Role::Scorer, "CB"), 6),
        (place.owner(), 1),
    ] {
        let mut query = ProducerQuery {
            limit: 2,
            ..ProducerQuery::default()
        };
        let mut ids = Vec::new();
        loop {
            let page = place.producers(&access, &query).await.unwrap();
            ids.extend(page.producers.iter().map(|producer| producer.id));
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(ids.len(), all);
        assert!(ids.is_sorted());
    }
}

on_both_engines!(
    a_producer_is_registered_and_found_without_diacritics,
    everything_that_is_wrong_with_a_producer_is_said_at_once,
    a_producer_is_changed_by_its_council_and_of_its_newest_version_alone,
    pages_of_producers_follow_one_another_within_reach,
);

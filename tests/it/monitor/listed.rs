//! The public register beside the log: what it lists, and what was issued meanwhile.

use ocop::office::monitor::{Answer, Stopped};

use super::{Site, Watch, publish, published, revoke};
use crate::codes::{compact, named};
use crate::support::{Engine, list_of, passphrase};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compact_codes_are_entries_that_a_monitor_knows() {
    let office = published(Engine::Sqlite, 2).await;
    compact(&office, &named(&[1])).await.expect("sealed");
    publish(&office).await;
    let site = Site::of(&office).await;
    let watched = Watch::default().site(&site).expect("all agrees");
    assert_eq!(watched.certificates, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_shows_otherwise() {
    let office = published(Engine::Sqlite, 3).await;
    let site = Site::of(&office).await;
    let watch = Watch::default();
    let page = site.page();
    let text = String::from_utf8(site.0[&page].clone()).expect("text");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let number = |place: usize| {
        json["certificates"][place]["number"]
            .as_str()
            .expect("a number")
            .to_owned()
    };
    let url = |place: usize| {
        json["certificates"][place]["url"]
            .as_str()
            .expect("a url")
            .to_owned()
    };
    let without = |place: usize| {
        let mut json = json.clone();
        json["certificates"]
            .as_array_mut()
            .expect("a list")
            .remove(place);
        site.with(&page, json.to_string())
    };
    let other = published(Engine::Sqlite, 1).await;
    other
        .issue_list(list_of(5).replace("số 4", "số 94"))
        .await
        .expect("issued");
    for (site, code) in [
        (
            site.saying(&page, "\"stars\":4", "\"stars\":5"),
            "certificate_differs",
        ),
        (
            site.saying(&page, "2026-08-05", "2026-08-06"),
            "certificate_differs",
        ),
        (
            site.saying(&page, &number(0), &number(1)),
            "certificate_other_token",
        ),
        (
            site.saying(&page, &url(1), &url(2)),
            "certificate_other_token",
        ),
        (
            site.saying(&page, &url(1), "https://ocop.example.vn/"),
            "certificate_differs",
        ),
        (
            site.saying(
                &page,
                "\"next\":null",
                "\"next\":\"http://elsewhere.example\"",
            ),
            "page_malformed",
        ),
        (
            site.saying(&page, "\"next\":null", &format!("\"next\":\"{page}\"")),
            "certificate_repeated",
        ),
        (
            site.with(
                &page,
                "{\"certificates\":[],\"next\":\"/api/v1/certificates?\"}",
            ),
            "page_malformed",
        ),
        (site.with(&page, "rubbish"), "page_malformed"),
        (site.with(&page, vec![b' '; 9 << 20]), "answer_too_large"),
        (without(1), "certificate_not_listed"),
    ] {
        let found = watch.found(&site);
        assert_eq!(found.code, code, "{found:?}");
    }
    // One that the log never had, with everything else of it in order.
    let stranger = other
        .issue_list(list_of(5).replace("số 4", "số 94"))
        .await
        .expect("issued");
    let stranger = &stranger.certificates[4].certificate;
    let mut json = json.clone();
    let listed = json["certificates"].as_array_mut().expect("a list");
    listed.push(serde_json::to_value(stranger).expect("JSON"));
    let found = watch.found(&site.with(&page, json.to_string()));
    assert_eq!(found.code, "certificate_not_in_log", "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_just_issued_is_waited_for() {
    let office = published(Engine::Sqlite, 3).await;
    let before = Site::of(&office).await;
    let issued = office.issue_list(list_of(5)).await.expect("issued");
    revoke(
        &office,
        issued.certificates[2].certificate.number.to_string(),
    )
    .await;
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    publish(&office).await;
    let after = Site::of(&office).await;
    let is_log = |path: &str| path.starts_with("/log/");
    // The log as it was until it is waited for.
    let waited = std::cell::Cell::new(0);
    let mut fetch = |path: &str, most: u64| {
        let site = if is_log(path) && waited.get() == 0 {
            &before
        } else {
            &after
        };
        Ok(site.answer(path, most))
    };
    let watched = Watch::default().with(&mut fetch, &mut || waited.set(waited.get() + 1));
    let watched = watched.expect("nothing is wrong");
    assert_eq!(
        (watched.certificates, watched.trust_list, waited.get()),
        (5, 4, 1)
    );
    // Still the same after that.
    let mut fetch = |path: &str, most: u64| {
        let site = if is_log(path) { &before } else { &after };
        Ok::<Answer, String>(site.answer(path, most))
    };
    let watched = Watch::default().with(&mut fetch, &mut || {});
    let Err(Stopped::Found(found)) = watched else {
        panic!("{watched:?}")
    };
    assert_eq!(found.code, "trust_list_not_in_log");
}

//! Pages for everybody: axe-core looks at every public page in a phone's browser, in both
//! languages, by day and by night, and with letters twice as large.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

mod axe;
mod cases;
pub mod demonstration;
mod routes;
mod verdicts;

use ocop::http::{POLICIES, Policy};

use axe::Axe;
use demonstration::Demonstration;

/// Both languages, as an address asks for one.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// An address with a language.
fn in_language(address: &str, language: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}lang={language}")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_for_everybody() {
    let demonstration = Demonstration::begin();
    let mut axe = Axe::open().await;

    let mut pages = 0;
    for (method, route, policy) in POLICIES {
        if (*method, policy) != ("GET", &Policy::Public) {
            continue;
        }
        for address in routes::addresses(route, &demonstration) {
            if !demonstration.is_page(&address).await {
                continue;
            }
            pages += 1;
            for language in LANGUAGES {
                let address = in_language(&demonstration.at(&address), language);
                axe.goto(&address).await;
                axe.look(&address).await;
            }
        }
    }
    assert!(pages > 25, "only {pages} pages");

    // What forms answer, and what leads nowhere.
    for language in LANGUAGES {
        let at = |path: &str| in_language(&demonstration.at(path), language);
        axe.goto(&at("/")).await;
        axe.send("main form", &[]).await;
        axe.look(&format!("/ without a code, {language}")).await;
        axe.goto(&at("/")).await;
        axe.send("main form", &[("code", "https://example.vn/")])
            .await;
        axe.look(&format!("no OCOP code, {language}")).await;
        axe.goto(&at("/sign-in")).await;
        let wrong = [("email", "khong@ocop.example"), ("password", "không phải")];
        axe.send("form[action^='/sign-in']", &wrong).await;
        axe.look(&format!("/sign-in refused, {language}")).await;
        axe.goto(&at("/widget")).await;
        let genuine = demonstration.example("genuine");
        axe.check_in_element(&genuine).await;
        axe.look(&format!("/widget with a verdict, {language}"))
            .await;
        axe.goto(&at("/nowhere")).await;
        axe.look(&format!("/nowhere, {language}")).await;
    }

    // Verdicts and cases that the demonstration has no example of.
    let mut files = verdicts::written(demonstration.folder());
    files.extend(cases::written(demonstration.folder()).await);
    for (name, file) in files {
        axe.goto(&format!("file://{}", file.display())).await;
        axe.look(&name).await;
    }

    // The desks, each by who works there.
    for (email, pages) in routes::DESKS {
        axe.sign_in(&demonstration, email).await;
        for path in *pages {
            axe.goto(&demonstration.at(path)).await;
            axe.look_at_desk(path).await;
        }
    }
    axe.close().await;
}

#[test]
fn every_route_of_a_page_has_an_address_to_look_at() {
    let demonstration = Demonstration::of_nothing();
    for (method, route, policy) in POLICIES {
        if (*method, policy) == ("GET", &Policy::Public) {
            let addresses = routes::addresses(route, &demonstration);
            assert!(!addresses.is_empty(), "{route}");
        }
    }
}

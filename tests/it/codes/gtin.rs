//! Article numbers and traceability codes: where they lead, and who gives them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, request::Builder};
use http_body_util::BodyExt;
use ocop::config::TraceabilityConfig;
use ocop::office::{Access, Grant, Order, Reach, TypedProducer, Which, Withdrawal};
use ocop::scheme::ground::Ground;
use ocop::scheme::gtin::Gtin;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::number;
use crate::support::{Engine, HOST, Office, csv, day, now, on_both_engines, order, row};

on_both_engines!(
    a_gtin_leads_to_the_certificate_in_force_however_it_is_written,
    nobody_takes_over_a_gtin_by_writing_it_into_their_list,
    a_producer_gives_the_code_of_their_own_certificate,
);

const GTIN: &str = "08938501234568";

#[test]
fn a_wrong_gtin_says_which_digit_is_wrong() {
    for (text, said) in [
        (
            "8938501234567",
            "Its last digit is 7; those before it ask for 8",
        ),
        ("89385O1234568", "at place 6 stands \"O\""),
        ("893850123456", "Its last digit is 6"),
        ("123", "it has 3 digits"),
        ("", "it has 0 digits"),
    ] {
        let words = Gtin::read(text).unwrap_err().words();
        let (en, said) = (words.en.to_lowercase(), said.to_lowercase());
        assert!(en.contains(&said), "{text}: {en}");
    }
    for sound in [
        "8938501234568",
        GTIN,
        "036000291452",
        "96385074",
        "00000096385074",
    ] {
        let gtin = Gtin::read(sound).unwrap();
        assert!(gtin.written().contains(&sound.to_owned()), "{sound}");
        assert_eq!(gtin.to_string().len(), 14);
        // Each of its ways to be written is the same.
        for written in gtin.written() {
            assert_eq!(Gtin::read(&written), Ok(gtin), "{written}");
        }
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

async fn send(office: &Office, request: Builder, body: &str) -> Answer {
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = office.router().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

async fn get(office: &Office, path: &str, accept: &str) -> Answer {
    send(office, Request::get(path).header("accept", accept), "").await
}

async fn office(engine: Engine) -> Office {
    let office = Office::with(engine, now(), |config| {
        config.traceability = Some(TraceabilityConfig {
            portal: "https://truyxuat.example.vn/sp/{code}".to_owned(),
        });
    });
    let office = office.await;
    // The old certificate bears 13 digits, the new one 14.
    for (decision, on, gtin) in [
        ("417/QĐ-UBND", "2023-09-05", "8938501234568"),
        ("852/QĐ-UBND", "2026-08-05", GTIN),
    ] {
        let order = Order {
            decision: decision.to_owned(),
            decided_on: day(on),
            ..order("CB", csv(&[row(&[("gtin", gtin), ("score_c", "25")])]))
        };
        office.issue_order(order).await.unwrap();
    }
    office
}

async fn nobody_takes_over_a_gtin_by_writing_it_into_their_list(engine: Engine) {
    let office = office(engine).await;
    let other = row(&[
        ("gtin", GTIN),
        ("producer", "HTX Nơi Khác"),
        ("score_c", "25"),
    ]);
    let order = Order {
        decision: "900/QĐ-UBND".to_owned(),
        ..order("CB", csv(&[other]))
    };
    let issued = office.issue_order(order).await.unwrap();
    let warned: Vec<_> = issued.warnings.iter().map(|one| one.code).collect();
    assert_eq!(warned, ["gtin_of_another"]);
    assert!(
        issued.warnings[0]
            .message
            .vi
            .contains(&number(1).to_string())
    );
    let answer = get(&office, &format!("/01/{GTIN}"), "text/html").await;
    assert_eq!(answer.header("location"), format!("/c/{}", number(1)));
    // Once nothing of the first is in force, theirs is the one.
    for index in [0, 1] {
        crate::monitor::revoke(&office, number(index).to_string()).await;
    }
    let answer = get(&office, &format!("/01/{GTIN}"), "text/html").await;
    assert_eq!(answer.header("location"), format!("/c/{}", number(2)));
}

async fn a_gtin_leads_to_the_certificate_in_force_however_it_is_written(engine: Engine) {
    let office = office(engine).await;
    let page = format!("/c/{}", number(1));
    for written in ["8938501234568", GTIN] {
        for query in [
            "",
            "?linkType=gs1:certificationInfo",
            "?linkType=gs1%3AdefaultLink",
        ] {
            let answer = get(&office, &format!("/01/{written}{query}"), "text/html").await;
            assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{query}");
            assert_eq!(answer.header("location"), page);
            let link = answer.header("link");
            assert!(
                link.contains("rel=\"https://ref.gs1.org/voc/certificationInfo\""),
                "{link}"
            );
            assert!(link.contains(&format!("<https://{HOST}{page}>")), "{link}");
            assert!(link.contains("rel=\"linkset\""), "{link}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
        }
    }
    for (query, accept) in [
        ("", "application/linkset+json"),
        ("?linkType=linkset", "*/*"),
        ("?linkType=all", "text/html"),
    ] {
        let answer = get(&office, &format!("/01/8938501234568{query}"), accept).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), "application/linkset+json");
        assert!(answer.header("link").contains("linkset-context"));
        let links = answer.json()["linkset"][0].clone();
        assert_eq!(links["anchor"], format!("https://{HOST}/01/{GTIN}"));
        assert_eq!(links["description"], "Miến dong");
        for kind in ["defaultLink", "certificationInfo"] {
            let link = &links[format!("https://ref.gs1.org/voc/{kind}")][0];
            assert_eq!(link["href"], format!("https://{HOST}{page}"));
        }
        assert_eq!(links["https://ref.gs1.org/voc/traceability"], Value::Null);
    }
    for (path, status, code) in [
        ("/01/8938501234567", 400, "not_a_gtin"),
        ("/01/x", 400, "not_a_gtin"),
        ("/01/18938501234565", 404, "no_such_gtin"),
        ("/01/8938501234568?linkType=gs1:pip", 404, "no_such_link"),
        (
            "/01/8938501234568?linkType=gs1:traceability",
            404,
            "no_such_link",
        ),
    ] {
        let answer = get(&office, path, "application/json").await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
        assert_eq!(answer.json()["code"], code, "{path}");
        let shown = get(
            &office,
            &format!(
                "{path}{}lang=vi",
                if path.contains('?') { "&" } else { "?" }
            ),
            "text/html",
        )
        .await;
        assert!(
            shown.text.contains("lang=\"vi\"") && shown.status.as_u16() == status,
            "{path}"
        );
    }
    let wrong = get(&office, "/01/8938501234567", "application/json").await;
    assert!(wrong.text.contains("phải là 8"), "{}", wrong.text);

    // Without the newer one it leads to the older, which is in force; and where none is, to the
    // newest, whose page says what became of it.
    for index in [1, 0] {
        office.revoke(&withdrawal(index)).await.unwrap();
        let answer = get(&office, &format!("/01/{GTIN}"), "text/html").await;
        let expected = if index == 1 { 0 } else { 1 };
        assert_eq!(
            answer.header("location"),
            format!("/c/{}", number(expected))
        );
    }
    let known = get(&office, "/.well-known/gs1resolver", "*/*").await.json();
    assert_eq!(known["resolverRoot"], format!("https://{HOST}"));
    assert_eq!(known["supportedPrimaryKeys"], json!(["01"]));
}

fn withdrawal(index: u32) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number(index).to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

async fn a_producer_gives_the_code_of_their_own_certificate(engine: Engine) {
    let office = office(engine).await;
    let mut people = Vec::new();
    for name in ["Hợp tác xã Tân Việt Á", "Hợp tác xã Khác"] {
        let typed = TypedProducer {
            kind: "cooperative".to_owned(),
            name: name.to_owned(),
            address: "Xã Thành Công".to_owned(),
            unit: "VN-04@2".to_owned(),
            council: "CB".to_owned(),
            ..TypedProducer::default()
        };
        let registered = office
            .register_producer(&Access::of_program(), &typed)
            .await;
        let grant = Grant::of_producer(registered.unwrap().producer.id);
        people.push(office.person(&[grant]).await);
    }
    let [own, other] = people.as_slice() else {
        unreachable!("two were made")
    };
    let form = format!("/my/certificates/{}/traceability", number(1));
    let shown = send(&office, own.sends(Request::get(&form)), "").await;
    assert!(shown.text.contains("name=\"code\""), "{}", shown.text);
    let post = |person: &crate::support::Person| {
        let request = person.sends(Request::post(&form));
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    let saved = send(&office, post(own), "code=VN-CB+1%2F2").await;
    assert_eq!(
        saved.header("location"),
        format!("{form}?done=traceability"),
        "{}",
        saved.text
    );
    let foreign = send(&office, post(other), "code=X").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);

    let link = "https://truyxuat.example.vn/sp/VN-CB%201%2F2";
    let page = get(&office, &format!("/c/{}?lang=vi", number(1)), "text/html").await;
    assert!(
        page.text.contains(&format!("href=\"{link}\"")),
        "{}",
        page.text
    );
    assert!(page.text.contains("do chủ thể khai"));
    // Another service knows it, and the old certificate has none.
    let again = office.again(now()).await;
    let held = again.held();
    assert_eq!(
        held.traceability_of(number(1)).as_deref(),
        Some("VN-CB 1/2")
    );
    assert_eq!(held.traceability_of(number(0)), None);
    let linkset = get(&office, &format!("/01/{GTIN}?linkType=linkset"), "*/*")
        .await
        .json();
    let told = &linkset["linkset"][0]["https://ref.gs1.org/voc/traceability"][0];
    assert_eq!(told["href"], link);
    let led = get(
        &office,
        &format!("/01/{GTIN}?linkType=gs1:traceability"),
        "*/*",
    )
    .await;
    assert_eq!(led.header("location"), link);

    let put = |code: Value| {
        let path = format!("/api/v1/certificates/{}/traceability", number(1));
        let request = own.sends(Request::put(path));
        let request = request.header("content-type", "application/json");
        (request, json!({ "code": code }).to_string())
    };
    // The portal's own address is as good as the code; another host's is text, and no link.
    let (request, body) = put(json!("https://truyxuat.example.vn/sp/VN-7"));
    let answer = send(&office, request, &body).await;
    assert_eq!(answer.json()["code"], "VN-7", "{}", answer.text);
    let (request, body) = put(json!("https://elsewhere.example/VN-7"));
    let answer = send(&office, request, &body).await.json();
    assert_eq!(
        (&answer["link"], answer["code"].is_string()),
        (&Value::Null, true)
    );
    let page = get(&office, &format!("/c/{}", number(1)), "text/html").await;
    assert!(
        page.text.contains("elsewhere.example") && !page.text.contains("href=\"https://elsewhere")
    );
    let (request, body) = put(json!("a\u{200b}b"));
    let refused = send(&office, request, &body).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    let (request, body) = put(Value::Null);
    assert_eq!(
        send(&office, request, &body).await.json()["code"],
        Value::Null
    );
    let page = get(&office, &format!("/c/{}?lang=vi", number(1)), "text/html").await;
    assert!(!page.text.contains("do chủ thể khai"));
    assert!(office.audit().await.unwrap().is_ok());
}

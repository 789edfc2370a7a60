//! Who comes from the provider is led to their account, on both engines.

use ocop::office::{Entered, Grant, Health, Role, SignIn, TotpSecret, TrailFilter};
use serde_json::json;

use super::stand_in::StandIn;
use crate::support::{Engine, Office, now, on_both_engines};

on_both_engines!(
    a_first_visit_is_linked_with_the_account_of_the_address,
    the_providers_second_factor_counts_where_it_is_told_by_name
);

async fn identities(office: &Office) -> Vec<String> {
    let sql = "select subject || ' ' || cast(account as text) from identities order by 1";
    office.book.texts(sql).await
}

async fn acts(office: &Office) -> Vec<String> {
    let filter = TrailFilter {
        limit: 20,
        ..TrailFilter::default()
    };
    let lines = office.trail(&filter).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

async fn a_first_visit_is_linked_with_the_account_of_the_address(engine: Engine) {
    let provider = StandIn::open().await;
    let office = provider.office(engine).await;
    let producer = office.account(&[Grant::of_producer(1)]).await;
    provider.claim("email", json!("Person-0@Example.VN"));
    let entry = provider.sign_in(&office).await.unwrap();
    let SignIn::Entered(entered) = entry.sign_in else {
        panic!("a producer has no second factor")
    };
    let expected = Entered {
        account: producer,
        way: "provider",
        with_factor: false,
    };
    assert_eq!(entered, expected);
    assert_eq!(identities(&office).await, [format!("officer-7 {producer}")]);
    assert_eq!(acts(&office).await, ["identity_linked"]);
    // From then on it is the subject that counts, whatever the address is.
    provider.claim("email", json!("new@example.vn"));
    provider.claim("email_verified", json!(false));
    let entry = provider.sign_in(&office).await.unwrap();
    assert!(matches!(entry.sign_in, SignIn::Entered(again) if again.account == producer));
    assert_eq!(acts(&office).await, ["identity_linked"]);
}

async fn the_providers_second_factor_counts_where_it_is_told_by_name(engine: Engine) {
    let provider = StandIn::open().await;
    let office = provider.office(engine).await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let account = office.account(&[chair]).await;
    // Without it the role asks for one, and the account has none.
    provider.claim("acr", json!("low"));
    let refused = provider.sign_in(&office).await.unwrap_err();
    assert_eq!(refused.code(), "factor_missing");
    assert!(identities(&office).await.is_empty());
    for (name, value, at, fresh) in [
        ("acr", json!("high"), 0, true),
        ("amr", json!(["pwd", "otp"]), -30, true),
        // Signed in there long ago: let in, and asked again before signing.
        ("acr", json!("high"), -3_600, false),
    ] {
        provider.claim("acr", json!("low"));
        provider.claim(name, value);
        provider.claim("auth_time", json!(now().timestamp() + at));
        let entry = provider.sign_in(&office).await.unwrap();
        let expected = Entered {
            account,
            way: "provider",
            with_factor: fresh,
        };
        assert!(matches!(entry.sign_in, SignIn::Entered(entered) if entered == expected));
        provider.tell(|says| drop(says.claims.as_object_mut().unwrap().remove("amr")));
    }
    // Who has a second factor here shows it here.
    office
        .book
        .raw("update accounts set totp = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'")
        .await;
    office.book.raw("delete from identities").await;
    provider.claim("acr", json!("low"));
    let entry = provider.sign_in(&office).await.unwrap();
    let SignIn::Half(half) = entry.sign_in else {
        panic!("a second factor is to be shown")
    };
    assert_eq!(office.half_signed_in(half.show()).await.unwrap(), account);
    // Who stops there is not linked: they may only have the person's mailbox.
    assert!(identities(&office).await.is_empty());
    let totp = TotpSecret::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
    let code = totp.code(now()).unwrap();
    let entered = office.sign_in_with_code(half.show(), &code).await.unwrap();
    assert_eq!(entered.account, account);
    assert_eq!(identities(&office).await, [format!("officer-7 {account}")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_says_how_the_provider_is() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    let found = async |office: &Office| {
        let findings = office.doctor().await.unwrap().into_iter();
        let mut of_provider = findings.filter(|finding| finding.subject == "identity_provider");
        of_provider.next().unwrap()
    };
    assert_eq!(found(&office).await.health, Health::Good);
    provider.tell(|says| says.issuer = Some("https://other.example".to_owned()));
    let finding = found(&office).await;
    assert_eq!(finding.health, Health::Bad);
    assert!(finding.message.en.contains("not what is configured"));
    std::fs::remove_file(office.data().join("provider.secret")).unwrap();
    let finding = found(&office).await;
    assert_eq!(finding.health, Health::Bad);
    assert!(
        finding.message.en.contains("provider.secret"),
        "{}",
        finding.message.en
    );
}

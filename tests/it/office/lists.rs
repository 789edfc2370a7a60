//! Trust lists: published in versions, each signed by the programme's root key.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Error, NewCouncil};
use ocop::scheme::council::Level;
use ocop::scheme::trust::TrustList;
use ocop::scheme::words::Text;
use ocop::signer::Passphrase;

use crate::support::{Engine, Office, at, now, on_both_engines, passphrase};

on_both_engines!(
    each_publication_is_a_version_and_names_every_council_and_key,
    only_the_root_key_publishes,
);

async fn each_publication_is_a_version_and_names_every_council_and_key(engine: Engine) {
    let office = Office::on(engine).await;
    assert_eq!(office.held().trust.version(), 2);
    let new = NewCouncil {
        code: "PT".parse().unwrap(),
        unit: "VN-25@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng tỉnh Phú Thọ", "Council of Phú Thọ"),
    };
    office.add_council(new).await.unwrap();
    let known = |office: &ocop::office::Office| {
        let trust = &office.held().trust;
        trust
            .councils()
            .iter()
            .map(|c| c.code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(known(&office), ["CB", "TW"], "nobody knows it yet");
    let published = office.publish_trust_list(passphrase()).await.unwrap();
    assert_eq!(
        (published.version, published.councils, published.keys),
        (3, 3, 2)
    );
    assert_eq!(published.issued_at, now());
    assert_eq!(published.expires_at, at("2026-11-10T03:00:00Z"));
    assert_eq!(known(&office), ["CB", "TW", "PT"]);
    assert_eq!(
        office
            .publish_trust_list(passphrase())
            .await
            .unwrap()
            .version,
        4
    );

    let held = office.held();
    let read = TrustList::from_sealed(&held.trust_sealed, &held.root).unwrap();
    assert_eq!(read.version(), 4);
    let council = read.council("PT".parse().unwrap()).unwrap();
    assert_eq!(council.status_list, "https://ocop.example.vn/status/PT");
    let versions = "select cast(version as text) from trust_lists order by trust_lists.version";
    assert_eq!(office.book.texts(versions).await, ["1", "2", "3", "4"]);
}

async fn only_the_root_key_publishes(engine: Engine) {
    let office = Office::on(engine).await;
    let wrong = Passphrase::new("another passphrase").unwrap();
    let refused = office.publish_trust_list(wrong).await;
    assert!(matches!(refused, Err(Error::Signer(_))), "{refused:?}");
    let keys = office.data().join("keys");
    let other = std::fs::read_dir(&keys)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| !path.ends_with("root.key.pem"))
        .unwrap();
    std::fs::copy(other, keys.join("root.key.pem")).unwrap();
    let refused = office.publish_trust_list(passphrase()).await;
    assert!(matches!(refused, Err(Error::OtherKey(_))), "{refused:?}");
    assert_eq!(office.register().trust_list_version().await.unwrap(), 2);
}

#[tokio::test]
async fn without_a_host_nothing_is_published() {
    let office = Office::with(Engine::Sqlite, now(), |config| config.host = None).await;
    let refused = office.publish_trust_list(passphrase()).await;
    assert!(matches!(refused, Err(Error::NoHost)), "{refused:?}");
}

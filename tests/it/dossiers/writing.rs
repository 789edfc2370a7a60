//! Writing dossiers: what is refused, what is never lost, who sees what.

use std::sync::Arc;

use ocop::office::{Access, DossierQuery, Grant, Role, TypedDossier};
use ocop::scheme::dossier::DossierState;

use super::people::{Place, codes, of, strangers, typed};
use crate::support::{Engine, at, on_both_engines};

async fn a_draft_may_be_incomplete_and_says_all_that_it_lacks_when_it_is_lodged(engine: Engine) {
    let place = Place::on(engine).await;
    let producer = place.owner();
    let little = TypedDossier {
        council: "CB".to_owned(),
        set_no: "6".to_owned(),
        product: "Chè".to_owned(),
        ..TypedDossier::default()
    };
    let draft = place
        .begin_dossier(&producer, place.ours, &little)
        .await
        .unwrap();
    assert_eq!((draft.state, draft.version), (DossierState::Draft, 1));
    let refused = place.lodge_dossier(&producer, draft.id, 1).await;
    assert_eq!(codes(refused), ["empty", "empty", "empty", "no_picture"]);
    let whole = place
        .change_dossier(&producer, draft.id, 1, &typed())
        .await
        .unwrap();
    assert_eq!(whole.version, 2);
    assert_eq!(whole.description, "Chè hái tay.\nSao bằng củi.");
    let refused = place.lodge_dossier(&producer, draft.id, 2).await;
    assert_eq!(codes(refused), ["no_picture"]);
    place.picture(draft.id).await;
    let lodged = place.lodge_dossier(&producer, draft.id, 2).await.unwrap();
    assert_eq!((lodged.state, lodged.version), (DossierState::Lodged, 3));
    assert_eq!(lodged.edition.as_deref(), Some("26/2026/QĐ-TTg"));
    assert_eq!(
        place.dossier(&producer, draft.id).await.unwrap().lodged_at,
        lodged.lodged_at
    );
}

async fn everything_that_is_wrong_with_a_dossier_is_said_at_once(engine: Engine) {
    let place = Place::on(engine).await;
    let wrong = TypedDossier {
        council: "TW".to_owned(),
        set_no: "27".to_owned(),
        product: "Chè\u{200b}".to_owned(),
        description: "a\u{202e}b".to_owned(),
        address: "x".repeat(301),
        commune: "Xã\nThử".to_owned(),
        product_code: "\u{1b}[2J".to_owned(),
        gtin: "8938505974193".to_owned(),
        renews: "CB-1".to_owned(),
    };
    let refused = place
        .begin_dossier(&place.owner(), place.ours, &wrong)
        .await;
    let expected = [
        "not_the_first_level",
        "no_such_set",
        "text_refused",
        "text_refused",
        "text_refused",
        "text_refused",
        "text_refused",
        "not_a_gtin",
        "not_a_number",
    ];
    assert_eq!(codes(refused), expected);
    for (council, code) in [
        ("CBH", "not_the_first_level"),
        ("XX", "no_such_council"),
        ("c b", "not_a_council_code"),
    ] {
        let wrong = TypedDossier {
            council: council.to_owned(),
            ..typed()
        };
        let refused = place
            .begin_dossier(&place.owner(), place.ours, &wrong)
            .await;
        assert_eq!(codes(refused), [code]);
    }
}

async fn formulas_and_scripts_are_kept_as_they_were_typed(engine: Engine) {
    let place = Place::on(engine).await;
    for product in [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "O'Chè \"&\" – 50°N",
    ] {
        let written = TypedDossier {
            product: product.to_owned(),
            ..typed()
        };
        let draft = place
            .begin_dossier(&place.owner(), place.ours, &written)
            .await;
        assert_eq!(draft.unwrap().product, product);
    }
}

async fn a_stale_save_overwrites_nothing_and_says_what_changed(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let mut mine = typed();
    mine.product = "Chè của tôi".to_owned();
    let producer = place.owner();
    place
        .change_dossier(&producer, draft.id, 1, &mine)
        .await
        .unwrap();
    mine.product = "Chè của ai".to_owned();
    let secretary = of(Role::Secretary, "CB");
    let stale = place
        .change_dossier(&secretary, draft.id, 1, &mine)
        .await
        .unwrap_err();
    assert_eq!(stale.code(), "stale");
    let told = stale.words().vi;
    assert!(told.contains("Sửa hồ sơ (account 71, "), "{told}");
    let stands = place.dossier(&producer, draft.id).await.unwrap();
    assert_eq!(
        (stands.product.as_str(), stands.version),
        ("Chè của tôi", 2)
    );
    // What changes nothing is no change.
    mine.product = "Chè của tôi".to_owned();
    let same = place
        .change_dossier(&secretary, draft.id, 2, &mine)
        .await
        .unwrap();
    assert_eq!(same.version, 2);
}

async fn a_producer_is_told_what_changed_and_not_who_of_an_office_did_it(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let mut theirs = typed();
    theirs.product = "Chè của thư ký".to_owned();
    let secretary = of(Role::Secretary, "CB");
    place
        .change_dossier(&secretary, draft.id, 1, &theirs)
        .await
        .unwrap();
    let producer = place.owner();
    for refused in [
        place
            .change_dossier(&producer, draft.id, 1, &typed())
            .await
            .unwrap_err(),
        place
            .withdraw_dossier(&producer, draft.id, 1)
            .await
            .unwrap_err(),
    ] {
        assert_eq!(refused.code(), "stale");
        let told = refused.words();
        assert!(told.vi.contains("Sửa hồ sơ ("), "{}", told.vi);
        for text in [&told.vi, &told.en] {
            assert!(!text.contains("account"), "{text}");
        }
    }
}

async fn a_producer_has_so_many_drafts_and_no_more(engine: Engine) {
    let place = Place::on(engine).await;
    let begin = async |access: &Access| place.begin_dossier(access, place.ours, &typed()).await;
    let (producer, secretary) = (place.owner(), of(Role::Secretary, "CB"));
    for _ in 0..20 {
        begin(&producer).await.unwrap();
    }
    for access in [&producer, &secretary] {
        assert_eq!(codes(begin(access).await), ["too_many_drafts"]);
    }
    place.withdraw_dossier(&producer, 1, 1).await.unwrap();
    begin(&producer).await.unwrap();
}

async fn of_saves_at_the_same_time_one_stands(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let producer = place.owner();
    let saves: Vec<_> = (0..8)
        .map(|number| {
            let written = TypedDossier {
                product: format!("Chè {number}"),
                ..typed()
            };
            let (office, producer) = (Arc::clone(&place.office.office), producer.clone());
            tokio::spawn(async move {
                office
                    .change_dossier(&producer, draft.id, 1, &written)
                    .await
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for save in saves {
        outcomes.push(save.await.unwrap());
    }
    let saved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(saved, 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(codes(refused), ["stale"]);
    }
    let stands = place.dossier(&producer, draft.id).await.unwrap();
    assert_eq!(stands.version, 2);
}

async fn a_dossier_is_there_for_its_producer_its_councils_and_those_who_see_all(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let lodged = place.lodged().await;
    let programme = Access::of_account(1, vec![Grant::of_programme(Role::Programme)], None);
    let auditor = Access::of_account(2, vec![Grant::of_programme(Role::Auditor)], None);
    for (access, sees_draft) in [
        (place.owner(), true),
        (of(Role::Secretary, "CB"), true),
        (of(Role::Chair, "CB"), false),
        (of(Role::Scorer, "CB"), false),
        (programme, true),
        (auditor, true),
    ] {
        assert!(place.dossier(&access, lodged.id).await.is_ok());
        assert_eq!(place.dossier(&access, draft.id).await.is_ok(), sees_draft);
        let query = DossierQuery {
            limit: 10,
            ..DossierQuery::default()
        };
        let listed = place.dossiers(&access, &query).await.unwrap().dossiers;
        assert_eq!(listed.len(), if sees_draft { 2 } else { 1 });
        assert_eq!(listed[0].producer_name, "Hợp tác xã Bản Mới");
        let counts = place.dossier_counts(&access, None).await.unwrap();
        let total: i64 = counts.iter().map(|(_, count)| count).sum();
        assert_eq!(total, listed.len() as i64);
    }
    for stranger in strangers() {
        for id in [draft.id, lodged.id, 99] {
            assert_eq!(
                codes(place.dossier(&stranger, id).await),
                ["no_such_dossier"]
            );
            assert_eq!(
                codes(place.dossier_files(&stranger, id).await),
                ["no_such_dossier"]
            );
        }
        let query = DossierQuery {
            council: Some("CB".parse().unwrap()),
            limit: 10,
            ..DossierQuery::default()
        };
        let listed = place.dossiers(&stranger, &query).await.unwrap();
        assert!(listed.dossiers.is_empty());
    }
}

async fn lists_are_filtered_and_paged(engine: Engine) {
    let place = Place::on(engine).await;
    let producer = place.owner();
    for number in 0..7 {
        let written = TypedDossier {
            product: format!("Chè Shan {number}"),
            ..typed()
        };
        place
            .begin_dossier(&producer, place.ours, &written)
            .await
            .unwrap();
    }
    place.lodged().await;
    let secretary = of(Role::Secretary, "CB");
    let ids = async |query: DossierQuery| {
        let mut query = DossierQuery { limit: 3, ..query };
        let mut ids = Vec::new();
        loop {
            let page = place.dossiers(&secretary, &query).await.unwrap();
            ids.extend(page.dossiers.iter().map(|dossier| dossier.id));
            match page.next {
                Some(next) => query.after = Some(next),
                None => return ids,
            }
        }
    };
    assert_eq!(ids(DossierQuery::default()).await, [8, 7, 6, 5, 4, 3, 2, 1]);
    let of_state = |state| DossierQuery {
        state: Some(state),
        ..DossierQuery::default()
    };
    assert_eq!(ids(of_state(DossierState::Lodged)).await, [8]);
    assert_eq!(ids(of_state(DossierState::Draft)).await.len(), 7);
    let of_text = |text: &str| DossierQuery {
        text: Some(text.to_owned()),
        ..DossierQuery::default()
    };
    assert_eq!(ids(of_text("che shan 3")).await, [4]);
    assert_eq!(ids(of_text("CHÈ SHAN")).await.len(), 8);
    let of_producer = |producer| DossierQuery {
        producer: Some(producer),
        ..DossierQuery::default()
    };
    assert_eq!(ids(of_producer(place.ours)).await.len(), 8);
    assert!(ids(of_producer(place.theirs)).await.is_empty());
    let bad = DossierQuery {
        after: Some("x".to_owned()),
        limit: 3,
        ..DossierQuery::default()
    };
    assert_eq!(
        codes(place.dossiers(&secretary, &bad).await),
        ["no_such_page"]
    );
}

async fn a_dossier_is_lodged_with_the_district_while_there_were_districts(engine: Engine) {
    let place = Place::at(engine, at("2024-03-01T03:00:00Z")).await;
    let refused = place
        .begin_dossier(&place.owner(), place.ours, &typed())
        .await;
    assert_eq!(codes(refused), ["not_the_first_level"]);
    let written = TypedDossier {
        council: "CBH".to_owned(),
        ..typed()
    };
    let draft = place
        .begin_dossier(&place.owner(), place.ours, &written)
        .await
        .unwrap();
    place.picture(draft.id).await;
    let lodged = place
        .lodge_dossier(&place.owner(), draft.id, 1)
        .await
        .unwrap();
    assert_eq!(lodged.edition.as_deref(), Some("148/QĐ-TTg (2023)"));
    let district = of(Role::Secretary, "CBH");
    let taken = place.take_dossier_in(&district, draft.id, 2).await.unwrap();
    assert_eq!(taken.state, DossierState::AtDistrict);
}

on_both_engines!(
    a_draft_may_be_incomplete_and_says_all_that_it_lacks_when_it_is_lodged,
    everything_that_is_wrong_with_a_dossier_is_said_at_once,
    formulas_and_scripts_are_kept_as_they_were_typed,
    a_stale_save_overwrites_nothing_and_says_what_changed,
    a_producer_is_told_what_changed_and_not_who_of_an_office_did_it,
    a_producer_has_so_many_drafts_and_no_more,
    of_saves_at_the_same_time_one_stands,
    a_dossier_is_there_for_its_producer_its_councils_and_those_who_see_all,
    lists_are_filtered_and_paged,
    a_dossier_is_lodged_with_the_district_while_there_were_districts,
);

//! Who scores and what follows, in each edition and around its days of change.

use ocop::scheme::dossier::DossierState;

use super::stage::{Stage, code, code_of, minutes};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    under_1048_the_district_proposes_and_the_province_certifies,
    under_148_the_district_certifies_three_and_gets_back_what_the_province_gives_three,
    since_1489_a_district_scores_nothing_and_the_province_certifies_three,
    five_stars_go_to_the_centre_while_the_provinces_four_stand,
    a_session_that_the_day_of_change_overtook_lapses,
);

const THREE: [&str; 3] = ["20", "15", "20"];
const FOUR: [&str; 3] = ["30", "20", "25"];
const FIVE: [&str; 3] = ["34", "24", "34.5"];

async fn under_1048_the_district_proposes_and_the_province_certifies(engine: Engine) {
    // The last morning of 1048 in Vietnam is still the evening before in London.
    for time in ["2019-08-20T17:00:00Z", "2023-02-23T16:59:59Z"] {
        let stage = Stage::on(engine, time).await;
        for (parts, given) in [(THREE, 3), (FOUR, 4)] {
            let dossier = stage.dossier_at("HA").await;
            let concluded = stage.session("HA", dossier, parts).await;
            assert_eq!(
                (concluded.outcome, concluded.stars.get()),
                ("propose", given)
            );
            assert_eq!(concluded.council, code("CB"));
            assert_eq!(stage.all_certifiable().await, []);
            let concluded = stage.session("CB", dossier, parts).await;
            assert_eq!(concluded.outcome, "certify");
            assert_eq!(stage.all_certifiable().await, [("CB", dossier, given)]);
            let found = stage.dossier(dossier).await;
            assert_eq!(found.state, DossierState::AtProvince);
            assert_eq!(found.stars.map(|stars| stars.get()), Some(given));
            // Out of the way for the next.
            stage.put(dossier, DossierState::Decided, code("CB")).await;
        }
        let dossier = stage.dossier_at("HA").await;
        let concluded = stage.session("HA", dossier, ["10", "10", "10"]).await;
        assert_eq!(
            (concluded.outcome, concluded.state),
            ("refuse", DossierState::Refused)
        );
        assert_eq!(stage.all_certifiable().await, []);
    }
}

async fn under_148_the_district_certifies_three_and_gets_back_what_the_province_gives_three(
    engine: Engine,
) {
    for time in ["2023-02-23T17:00:00Z", "2025-07-05T16:59:59Z"] {
        let stage = Stage::on(engine, time).await;
        let own = stage.dossier_at("HA").await;
        let concluded = stage.session("HA", own, THREE).await;
        assert_eq!(
            (concluded.outcome, concluded.state),
            ("certify", DossierState::AtDistrict)
        );
        assert_eq!(stage.all_certifiable().await, [("HA", own, 3)]);
        let back = stage.dossier_at("HB").await;
        let concluded = stage.session("HB", back, FOUR).await;
        assert_eq!(
            (concluded.outcome, concluded.council),
            ("propose", code("CB"))
        );
        let concluded = stage.session("CB", back, THREE).await;
        assert_eq!(
            (concluded.outcome, concluded.state, concluded.council),
            ("send_down", DossierState::AtDistrict, code("HB"))
        );
        // With the province's scores, by the district that it came from.
        assert_eq!(
            stage.all_certifiable().await,
            [("HA", own, 3), ("HB", back, 3)]
        );
        let line = &stage.certifiable("HB").await[0];
        assert_eq!(line.score.total().to_string(), "55.00");
        let four = stage.dossier_at("CB").await;
        stage.session("CB", four, FOUR).await;
        assert_eq!(stage.certifiable("CB").await[0].dossier, four);
    }
}

async fn since_1489_a_district_scores_nothing_and_the_province_certifies_three(engine: Engine) {
    for time in [
        "2025-07-05T17:00:00Z",
        "2026-05-21T16:59:59Z",
        "2026-05-21T17:00:00Z",
    ] {
        let stage = Stage::on(engine, time).await;
        let low = stage.dossier_at("HA").await;
        let secretary = stage.secretary("HA").await;
        let opening = stage.office.open_session(&secretary, low).await;
        assert_eq!(code_of(opening), "level_does_not_score", "{time}");
        let dossier = stage.dossier_at("CB").await;
        let concluded = stage.session("CB", dossier, THREE).await;
        assert_eq!(concluded.outcome, "certify", "{time}");
        assert_eq!(stage.all_certifiable().await, [("CB", dossier, 3)]);
    }
}

async fn five_stars_go_to_the_centre_while_the_provinces_four_stand(engine: Engine) {
    for time in [
        "2020-06-01T03:00:00Z",
        "2024-06-01T03:00:00Z",
        "2025-12-01T03:00:00Z",
        "2026-08-10T03:00:00Z",
    ] {
        let stage = Stage::on(engine, time).await;
        let granted = stage.dossier_at("CB").await;
        let concluded = stage.session("CB", granted, FIVE).await;
        assert_eq!(
            (concluded.outcome, concluded.state, concluded.council),
            (
                "propose_to_centre",
                DossierState::ProposedToCentre,
                code("TW")
            )
        );
        assert_eq!(stage.all_certifiable().await, [("CB", granted, 4)]);
        let line = &stage.certifiable("CB").await[0];
        assert!(!line.completes());
        assert_eq!(line.lowered_because, None);
        stage.session("TW", granted, FIVE).await;
        assert_eq!(stage.all_certifiable().await, [("TW", granted, 5)]);
        assert!(stage.certifiable("TW").await[0].completes());
        stage.put(granted, DossierState::Decided, code("TW")).await;

        let refused = stage.dossier_at("LS").await;
        stage.session("LS", refused, FIVE).await;
        let concluded = stage.session("TW", refused, FOUR).await;
        assert_eq!(
            (concluded.outcome, concluded.state, concluded.council),
            ("not_granted", DossierState::AtProvince, code("LS"))
        );
        assert_eq!(stage.all_certifiable().await, [("LS", refused, 4)]);
        let line = &stage.certifiable("LS").await[0];
        assert!(line.completes());
        // What the centre gave is not what the province certifies by.
        assert_eq!(line.score.total().to_string(), "92.50");
        assert_eq!(
            stage.dossier(refused).await.stars.map(|stars| stars.get()),
            Some(4)
        );
    }
}

async fn a_session_that_the_day_of_change_overtook_lapses(engine: Engine) {
    for (before, after) in [
        ("2023-02-23T16:59:59Z", "2023-02-23T17:00:00Z"),
        ("2025-07-05T16:59:59Z", "2025-07-05T17:00:00Z"),
        ("2026-05-21T16:59:59Z", "2026-05-21T17:00:00Z"),
    ] {
        let mut stage = Stage::on(engine, before).await;
        let dossier = stage.dossier_at("CB").await;
        let session = stage.open("CB", dossier).await;
        stage.fill("CB", session, THREE).await;
        stage.go_on_to(after).await;
        let concluding = stage.conclude("CB", session, minutes()).await;
        assert_eq!(code_of(concluding), "session_overtaken");
        let scorer = stage.scorer("CB").await;
        let sheet = super::stage::sheet(THREE);
        let filling = stage.office.fill_sheet(&scorer, session, 0, &sheet).await;
        assert_eq!(code_of(filling), "session_overtaken");
        if before.starts_with("2023") {
            // Groups 4 and 5 changed their meaning with the catalogue.
            let secretary = stage.secretary("CB").await;
            let opening = stage.office.open_session(&secretary, dossier).await;
            assert_eq!(code_of(opening), "other_catalogue");
            continue;
        }
        let anew = stage.open("CB", dossier).await;
        assert_ne!(anew, session);
        let lapsed = stage.office.register().council_session(session).await;
        let lapsed = lapsed.unwrap().unwrap().conclusion.expect("an end");
        assert_eq!(lapsed.outcome.name(), "lapsed");
        stage.fill("CB", anew, THREE).await;
        let concluded = stage.conclude("CB", anew, minutes()).await;
        assert_eq!(concluded.expect("a conclusion").outcome, "certify");
    }
}

//! A session about a dossier that its council has no more waits for nobody.

use ocop::office::{Access, Grant};
use ocop::register::{SessionFilter, SessionsWanted, TrailFilter};
use ocop::scheme::dossier::DossierState;

use super::stage::{Stage, code, code_of, sheet};
use crate::support::{Engine, on_both_engines};

on_both_engines!(a_session_lapses_with_the_withdrawal_or_the_return_of_its_dossier);

const TIME: &str = "2026-08-10T03:00:00Z";

/// How many sessions a page counts for somebody.
async fn waiting(stage: &Stage, access: &Access, page: &str) -> i64 {
    let lists = stage.office.work_lists(access).await.unwrap();
    let list = lists.into_iter().find(|list| list.page == page);
    list.unwrap().count
}

async fn a_session_lapses_with_the_withdrawal_or_the_return_of_its_dossier(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let (secretary, scorer) = (stage.secretary("CB").await, stage.scorer("CB").await);
    for withdrawn in [true, false] {
        let dossier = stage.dossier_at("CB").await;
        let session = stage.open("CB", dossier).await;
        assert_eq!(waiting(&stage, &scorer, "/desk/sessions").await, 1);
        let found = stage.dossier(dossier).await;
        let moved = if withdrawn {
            let grant = Grant::of_producer(found.facts.producer);
            let owner = Access::of_account(71, vec![grant], None);
            let withdrawing = stage
                .office
                .withdraw_dossier(&owner, dossier, found.version);
            withdrawing.await.unwrap()
        } else {
            let returning = stage.office.return_dossier(
                &secretary,
                dossier,
                found.version,
                "Thiếu ảnh bao bì.",
            );
            returning.await.unwrap()
        };
        let state = match withdrawn {
            true => DossierState::Withdrawn,
            false => DossierState::Returned,
        };
        assert_eq!(moved.state, state);
        assert_eq!(waiting(&stage, &scorer, "/desk/sessions").await, 0);
        let register = stage.office.register();
        assert_eq!(register.open_sessions(code("CB")).await.unwrap(), 0);
        let open = SessionFilter {
            wanted: SessionsWanted::Open,
            council: Some(code("CB")),
            scorer: 0,
            before: i64::MAX,
            limit: 10,
        };
        assert!(register.council_sessions(&open).await.unwrap().is_empty());
        let lapsed = register.council_session(session).await.unwrap().unwrap();
        assert_eq!(lapsed.version, 2);
        assert_eq!(lapsed.conclusion.unwrap().outcome.name(), "lapsed");
        let typed = sheet(["30", "20", "25"]);
        let filling = stage.office.fill_sheet(&scorer, session, 0, &typed).await;
        assert_eq!(code_of(filling), "session_concluded");
        let about = TrailFilter {
            subject: Some(format!("session {session}")),
            limit: 10,
            ..TrailFilter::default()
        };
        let lines = stage.office.trail(&about).await.unwrap();
        let acts: Vec<&str> = lines.iter().rev().map(|line| line.act.as_str()).collect();
        assert_eq!(acts, ["session_opened", "session_lapsed"]);
        assert_eq!(lines[0].body["version"], 2);
    }
}

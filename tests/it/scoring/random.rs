//! Whatever is done in whatever order, nobody certifies what the edition does not let them.

use ocop::office::{ConclusionText, Role};
use ocop::register::DossierStep;
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::dossier::{DossierMove, DossierState};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::stage::{Stage, code, minutes, sheet};
use crate::support::Engine;

/// What somebody tries.
#[derive(Clone, Debug)]
enum Try {
    /// Opens a session about the dossier, wherever it is.
    Open,
    /// Hands in a sheet of each of the open sessions: A, B and C in hundredths.
    Fill(u32, u32, u32),
    /// Concludes each of the open sessions.
    Conclude {
        cap: Option<i64>,
        confirmed: Option<i64>,
        council: Option<usize>,
    },
    /// Moves the dossier by hand to a council.
    Move(usize, usize),
    /// Time goes on to another of the days.
    Later,
}

const COUNCILS: [&str; 6] = ["HA", "HB", "CB", "LH", "LS", "TW"];
const TIMES: [&str; 8] = [
    "2022-12-01T03:00:00Z",
    "2023-02-23T16:59:59Z",
    "2023-02-23T17:00:00Z",
    "2024-05-05T03:00:00Z",
    "2025-07-05T16:59:59Z",
    "2025-07-05T17:00:00Z",
    "2026-05-21T17:00:00Z",
    "2026-08-10T03:00:00Z",
];
const MOVES: [DossierMove; 8] = [
    DossierMove::Lodge,
    DossierMove::Return,
    DossierMove::Take(Level::District),
    DossierMove::Take(Level::Province),
    DossierMove::Take(Level::Central),
    DossierMove::Decide,
    DossierMove::Refuse,
    DossierMove::Withdraw,
];

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        4 => Just(Try::Open),
        4 => (2000_u32..=3600, 1500_u32..=2500, 1500_u32..=3600)
            .prop_map(|(a, b, c)| Try::Fill(a, b, c)),
        5 => (prop::option::weighted(0.2, 1..5_i64), prop::option::weighted(0.2, 3..6_i64),
            prop::option::of(0..COUNCILS.len()))
            .prop_map(|(cap, confirmed, council)| Try::Conclude { cap, confirmed, council }),
        // Decided, refused and withdrawn end it: seldom.
        3 => (0..5_usize, 0..COUNCILS.len()).prop_map(|(step, council)| Try::Move(step, council)),
        1 => (5..MOVES.len(), 0..COUNCILS.len()).prop_map(|(step, council)| Try::Move(step, council)),
        2 => Just(Try::Later),
    ];
    prop::collection::vec(one, 6..24)
}

/// Which councils have an open session, whatever the register thinks of it.
async fn open_sessions(stage: &Stage, dossier: i64) -> Vec<(i64, CouncilCode)> {
    let all = stage.office.register().sessions_about(dossier).await;
    let open = all.unwrap().into_iter();
    open.filter(|session| session.conclusion.is_none())
        .map(|session| (session.id, session.council))
        .collect()
}

async fn attempt(stage: &mut Stage, dossier: i64, time: &mut usize, what: &Try) {
    match what {
        Try::Open => {
            let council = stage.dossier(dossier).await.facts.council;
            let secretary = stage.secretary(council.as_str()).await;
            drop(stage.office.open_session(&secretary, dossier).await);
        }
        Try::Fill(a, b, c) => {
            let points = |part: u32| format!("{}.{:02}", part / 100, part % 100);
            let typed = sheet([&points(*a), &points(*b), &points(*c)]);
            for (session, council) in open_sessions(stage, dossier).await {
                let scorer = stage.the(Role::Scorer, council.as_str()).await;
                let own = stage.office.own_sheet(&scorer, session).await;
                let seen = own.expect("a sheet").version();
                drop(
                    stage
                        .office
                        .fill_sheet(&scorer, session, seen, &typed)
                        .await,
                );
            }
        }
        Try::Conclude {
            cap,
            confirmed,
            council,
        } => {
            for (session, own) in open_sessions(stage, dossier).await {
                let text = ConclusionText {
                    cap: *cap,
                    failed: cap.map_or("", |_| "Thiếu hồ sơ an toàn").to_owned(),
                    confirmed_stars: *confirmed,
                    confirmed_because: confirmed.map_or("", |_| "Thống nhất").to_owned(),
                    council: council.map(|place| code(COUNCILS[place])),
                    ..minutes()
                };
                drop(stage.conclude(own.as_str(), session, text).await);
            }
        }
        Try::Move(step, council) => {
            let found = stage.dossier(dossier).await;
            let Some(state) = found.state.after(MOVES[*step]) else {
                return;
            };
            let council = code(COUNCILS[*council]);
            let level = stage.level_of(council).await;
            // The acts on dossiers give them to councils of the level alone.
            if state.level().is_some_and(|of| of != level) {
                return;
            }
            let at = stage.now;
            let step = DossierStep {
                id: dossier,
                seen: found.version,
                state,
                council,
                stars: None,
                at,
            };
            let moving = stage.office.register().enter(move |entry| {
                Box::pin(async move {
                    if state == DossierState::Lodged {
                        entry.note_lodged(step.id, "anew", at).await?;
                    }
                    entry.move_dossier(&step).await.map(drop)
                })
            });
            moving.await.expect("a moved dossier");
        }
        Try::Later => {
            *time = (*time + 1).min(TIMES.len() - 1);
            stage.go_on_to(TIMES[*time]).await;
        }
    }
}

/// Every council's list, held against the sessions themselves.
async fn look(stage: &Stage, dossier: i64, lodged: i64) -> usize {
    let state = stage.dossier(dossier).await.state;
    let sessions = stage
        .office
        .register()
        .sessions_about(dossier)
        .await
        .unwrap();
    let mut found = 0;
    for name in COUNCILS {
        let level = stage.level_of(code(name)).await;
        for line in stage.certifiable(name).await {
            found += 1;
            let session = sessions.iter().find(|session| session.id == line.session);
            let session = session.expect("the session that gave the stars");
            let edition = session.edition;
            assert_eq!(
                edition.recognised_by(line.stars),
                Some(level),
                "{name} {line:?}"
            );
            let conclusion = session.conclusion.as_ref().expect("a concluded session");
            let given = conclusion.stars.expect("stars");
            assert!(line.stars <= given);
            assert!(conclusion.cap.is_none_or(|cap| line.stars <= cap));
            assert!(session.id > lodged, "scored before it was lodged anew");
            // It is with the council, or waits for the centre with its province's 4 stars.
            let waits = state == DossierState::ProposedToCentre
                && level == Level::Province
                && line.stars.get() == 4
                && given.get() == 5;
            assert!(state.level() == Some(level) || waits, "{name} {state:?}");
            let three_of_a_district = level == Level::District && line.stars.get() == 3;
            assert!(
                level != Level::District || three_of_a_district && edition.name.starts_with("148/")
            );
        }
    }
    found
}

#[test]
fn no_sequence_of_acts_lets_a_level_certify_what_its_edition_does_not_name() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let stage = runtime.block_on(Stage::on(Engine::Sqlite, TIMES[0]));
    let stage = tokio::sync::Mutex::new(stage);
    let seen = std::cell::Cell::new(0);
    let strategy = (0..TIMES.len(), 0..COUNCILS.len(), tries());
    let run = || {
        let mut runner = TestRunner::new(Config {
            cases: 48,
            failure_persistence: None,
            max_shrink_iters: 64,
            ..Config::default()
        });
        runner.run(&strategy, |(start, council, tries)| {
            runtime.block_on(async {
                let mut stage = stage.lock().await;
                let mut time = start;
                stage.go_on_to(TIMES[time]).await;
                let dossier = stage.dossier_at(COUNCILS[council]).await;
                let mut lodged = 0;
                for what in &tries {
                    let before = stage.dossier(dossier).await.state;
                    attempt(&mut stage, dossier, &mut time, what).await;
                    let after = stage.dossier(dossier).await.state;
                    if before != after && after == DossierState::Lodged {
                        let all = stage
                            .office
                            .register()
                            .sessions_about(dossier)
                            .await
                            .unwrap();
                        lodged = all.last().map_or(0, |session| session.id);
                        // Nobody lodges within the second in which a session was opened.
                        stage.now += chrono::TimeDelta::seconds(1);
                        let now = stage.now.to_rfc3339();
                        stage.go_on_to(&now).await;
                        stage.lodge_anew(dossier).await;
                    }
                    seen.set(seen.get() + look(&stage, dossier, lodged).await);
                }
                // Out of the lists of the next.
                let holder = stage.dossier(dossier).await.facts.council;
                stage.put(dossier, DossierState::Withdrawn, holder).await;
                assert_eq!(stage.all_certifiable().await, []);
            });
            Ok(())
        })
    };
    // By chance sequences end before anything is certifiable; then others are tried as well.
    for _ in 0..5 {
        run().expect("nobody certifies what is not theirs");
        if seen.get() > 2 {
            return;
        }
    }
    panic!("only {} were certifiable at all", seen.get());
}

//! A programme with districts, provinces and the centre, at any time of any edition.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use ocop::office::{
    self, Access, Certifiable, Concluded, ConclusionText, Error, Grant, Refusal, Role, SheetText,
};
use ocop::register::{CouncilRecord, DossierFacts, DossierRecord, DossierStep, ProducerFacts};
use ocop::scheme::council::{CouncilCode, Level, mandates_of};
use ocop::scheme::day as days;
use ocop::scheme::dossier::DossierState;
use ocop::scheme::edition::Edition;
use ocop::scheme::producer::ProducerKind;
use ocop::scheme::stars::Stars;
use ocop::scheme::words::Text;

use crate::support::{Engine, Office, at, now};

/// The councils of the stage beside CB and TW: two districts of Cao Bằng, another province and
/// its district.
const MORE: [(&str, &str, Level); 4] = [
    ("HA", "VN-04@2/HA", Level::District),
    ("HB", "VN-04@2/HB", Level::District),
    ("LS", "VN-20@2", Level::Province),
    ("LH", "VN-20@2/LH", Level::District),
];

pub fn code(text: &str) -> CouncilCode {
    text.parse().expect("a council's code")
}

pub fn stars(number: u64) -> Stars {
    Stars::new(number).expect("1 to 5")
}

/// A programme, and an office of it at some time.
pub struct Stage {
    /// The register and its folder.
    pub base: Office,
    /// The office now.
    pub office: Arc<office::Office>,
    /// When now is.
    pub now: DateTime<Utc>,
    producer: i64,
    known: Mutex<HashMap<(Role, String), Access>>,
}

impl Stage {
    /// The stage at an instant.
    pub async fn on(engine: Engine, instant: &str) -> Self {
        let base = Office::on(engine).await;
        let adding = base.register().enter(|entry| {
            Box::pin(async move {
                for (name, unit, level) in MORE {
                    let council = CouncilRecord {
                        code: code(name),
                        unit: unit.to_owned(),
                        level,
                        name: Text::of(format!("Hội đồng {name}"), format!("Council {name}")),
                        successor: None,
                        next_index: 0,
                        mandates: mandates_of(level),
                    };
                    entry.add_council(&council, now()).await?;
                }
                let producer = ProducerFacts {
                    kind: ProducerKind::Cooperative,
                    name: "Hợp tác xã Phja Đén".to_owned(),
                    address: "Xã Thành Công".to_owned(),
                    unit: "VN-04@2".to_owned(),
                    council: code("CB"),
                    business_code: None,
                    representative: None,
                    phone: None,
                    email: None,
                };
                entry.add_producer(&producer, now()).await
            })
        });
        let producer = adding.await.expect("councils and a producer");
        let office = base.again(at(instant)).await;
        Self {
            base,
            office,
            now: at(instant),
            producer,
            known: Mutex::default(),
        }
    }

    /// Time goes on.
    pub async fn go_on_to(&mut self, instant: &str) {
        self.now = at(instant);
        self.office = self.base.again(self.now).await;
    }

    /// A dossier that a council has to score.
    pub async fn dossier_at(&self, council: &str) -> i64 {
        let (council, producer, at) = (code(council), self.producer, self.now);
        let edition = Edition::on(days::of(at)).expect("an edition");
        let entering = self.office.register().enter(move |entry| {
            Box::pin(async move {
                let facts = DossierFacts {
                    producer,
                    council,
                    catalogue: edition.catalogue,
                    set_no: 5,
                    product: "Miến dong Phja Đén".to_owned(),
                    description: "Miến từ củ dong riềng".to_owned(),
                    address: "Xóm Phja Đén".to_owned(),
                    commune: "Thành Công".to_owned(),
                    product_code: None,
                    gtin: None,
                    renews: None,
                };
                let id = entry.add_dossier(&facts, at).await?;
                entry.note_lodged(id, edition.name, at).await?;
                Ok(id)
            })
        });
        let id = entering.await.expect("a dossier");
        let level = self.level_of(council).await;
        self.put(id, DossierState::at(level).expect("a state"), council)
            .await;
        id
    }

    pub async fn level_of(&self, council: CouncilCode) -> Level {
        let councils = self.office.register().councils().await.expect("councils");
        let found = councils.iter().find(|found| found.code == council);
        found.expect("a council").level
    }

    /// Puts a dossier somewhere, as the acts on dossiers do.
    pub async fn put(&self, id: i64, state: DossierState, council: CouncilCode) {
        let seen = self.dossier(id).await.version;
        let step = DossierStep {
            id,
            seen,
            state,
            council,
            stars: None,
            at: self.now,
        };
        let moving = self
            .office
            .register()
            .enter(move |entry| Box::pin(async move { entry.move_dossier(&step).await.map(drop) }));
        moving.await.expect("a moved dossier");
    }

    /// Lodges a dossier anew, as its producer does once it is returned.
    pub async fn lodge_anew(&self, id: i64) {
        let at = self.now;
        let lodging = self.office.register().enter(move |entry| {
            Box::pin(async move { entry.note_lodged(id, "another", at).await })
        });
        lodging.await.expect("a lodged dossier");
    }

    pub async fn dossier(&self, id: i64) -> DossierRecord {
        let found = self.office.register().dossier(id).await;
        found.expect("the register answers").expect("a dossier")
    }

    /// Somebody with a role in a council.
    pub async fn somebody(&self, role: Role, council: &str) -> Access {
        let grant = Grant::of_council(role, code(council));
        let account = self.base.account(&[grant]).await;
        Access::of_account(account, vec![grant], None)
    }

    /// The secretary of a council.
    pub async fn secretary(&self, council: &str) -> Access {
        self.the(Role::Secretary, council).await
    }

    /// The same person of a council each time.
    pub async fn the(&self, role: Role, council: &str) -> Access {
        let key = (role, council.to_owned());
        let known = self.known.lock().expect("a lock").get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let access = self.somebody(role, council).await;
        let mut known = self.known.lock().expect("a lock");
        known.insert(key, access.clone());
        access
    }

    /// Another scorer of a council.
    pub async fn scorer(&self, council: &str) -> Access {
        self.somebody(Role::Scorer, council).await
    }

    /// Opens a session by the secretary of a council.
    pub async fn open(&self, council: &str, dossier: i64) -> i64 {
        let secretary = self.secretary(council).await;
        let opened = self.office.open_session(&secretary, dossier).await;
        opened.expect("an open session")
    }

    /// A scorer of a council hands in a first sheet.
    pub async fn fill(&self, council: &str, session: i64, parts: [&str; 3]) {
        let scorer = self.scorer(council).await;
        let typed = sheet(parts);
        let filled = self.office.fill_sheet(&scorer, session, 0, &typed);
        assert_eq!(filled.await.expect("a sheet"), 1);
    }

    /// Concludes a session by the secretary of a council, as it stands.
    pub async fn conclude(
        &self,
        council: &str,
        session: i64,
        text: ConclusionText,
    ) -> Result<Concluded, Error> {
        let secretary = self.secretary(council).await;
        let version = self.version(session).await;
        let concluding = self
            .office
            .conclude_session(&secretary, session, version, &text);
        concluding.await
    }

    /// A whole session of one sheet without anything besides.
    pub async fn session(&self, council: &str, dossier: i64, parts: [&str; 3]) -> Concluded {
        let session = self.open(council, dossier).await;
        self.fill(council, session, parts).await;
        let concluded = self.conclude(council, session, minutes()).await;
        concluded.expect("a conclusion")
    }

    pub async fn version(&self, session: i64) -> i64 {
        let found = self.office.register().council_session(session).await;
        found
            .expect("the register answers")
            .expect("a session")
            .version
    }

    /// What a council may certify, as its secretary sees it.
    pub async fn certifiable(&self, council: &str) -> Vec<Certifiable> {
        let secretary = self.secretary(council).await;
        let found = self.office.certifiable(&secretary, code(council), 0, 100);
        found.await.expect("a list")
    }

    /// The dossiers that each council of the stage may certify, with their stars.
    pub async fn all_certifiable(&self) -> Vec<(&'static str, i64, u8)> {
        let mut all = Vec::new();
        for council in ["HA", "HB", "CB", "LH", "LS", "TW"] {
            for found in self.certifiable(council).await {
                all.push((council, found.dossier, found.stars.get()));
            }
        }
        all
    }
}

pub fn sheet([a, b, c]: [&str; 3]) -> SheetText {
    SheetText {
        score_a: a.to_owned(),
        score_b: b.to_owned(),
        score_c: c.to_owned(),
        remark: String::new(),
    }
}

pub fn minutes() -> ConclusionText {
    ConclusionText {
        minutes: "Hội đồng họp đủ thành viên.\nThống nhất kết quả.".to_owned(),
        ..ConclusionText::default()
    }
}

/// The columns and codes of what was refused.
pub fn refused(result: Result<impl Sized, Error>) -> Vec<(&'static str, &'static str)> {
    let Err(Error::Refused(refusals)) = result else {
        panic!("not refused in this way");
    };
    let place = |refusal: &Refusal| (refusal.column.unwrap_or(""), refusal.code);
    refusals.iter().map(place).collect()
}

/// The code of what was refused as a whole.
pub fn code_of(result: Result<impl Sized, Error>) -> &'static str {
    match result {
        Ok(_) => panic!("not refused"),
        Err(error) => {
            let words = error.words();
            assert_ne!(words.vi, words.en);
            error.code()
        }
    }
}

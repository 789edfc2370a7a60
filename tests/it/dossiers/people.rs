//! A programme with three councils of provinces or districts, two producers, and everybody's
//! access.

use chrono::{DateTime, Utc};
use image::{ImageFormat, RgbImage};
use ocop::office::{
    self, Access, DossierFileView, DossierView, Error, FileKind, Grant, NewCouncil, Role,
    TypedDossier, TypedProducer,
};
use ocop::scheme::council::Level;
use ocop::scheme::words::Text;

use crate::support::{Engine, Office, now, passphrase};

/// An office with two producers: of CB, and of YB.
pub struct Place {
    pub office: Office,
    /// Registered with CB.
    pub ours: i64,
    /// Registered with YB.
    pub theirs: i64,
}

impl std::ops::Deref for Place {
    type Target = office::Office;

    fn deref(&self) -> &office::Office {
        &self.office
    }
}

impl Place {
    pub async fn on(engine: Engine) -> Self {
        Self::at(engine, now()).await
    }

    /// The same at another time: YB is a province, CBH a district.
    pub async fn at(engine: Engine, at: DateTime<Utc>) -> Self {
        let office = Office::with(engine, now(), |_| {}).await;
        for (code, unit, level) in [
            ("YB", "VN-15@2", Level::Province),
            ("CBH", "VN-04@1/H", Level::District),
        ] {
            let new = NewCouncil {
                code: code.parse().unwrap(),
                unit: unit.to_owned(),
                level,
                name: Text::of(format!("Hội đồng {code}"), format!("Council {code}")),
            };
            office.add_council(new).await.unwrap();
        }
        office.publish_trust_list(passphrase()).await.unwrap();
        let office = Office {
            office: office.again(at).await,
            book: office.book,
        };
        let mut place = Self {
            office,
            ours: 0,
            theirs: 0,
        };
        let programme = Access::of_program();
        for (council, name) in [("CB", "Hợp tác xã Bản Mới"), ("YB", "Hộ Giàng A Páo")]
        {
            let typed = producer(council, name);
            let made = place.register_producer(&programme, &typed).await.unwrap();
            match council {
                "CB" => place.ours = made.producer.id,
                _ => place.theirs = made.producer.id,
            }
        }
        place
    }

    /// The access of CB's producer.
    pub fn owner(&self) -> Access {
        Access::of_account(71, vec![Grant::of_producer(self.ours)], None)
    }

    /// A draft of CB's producer, complete but for a picture.
    pub async fn draft(&self) -> DossierView {
        let begun = self.begin_dossier(&self.owner(), self.ours, &typed()).await;
        begun.unwrap()
    }

    /// A dossier of CB's producer that was lodged.
    pub async fn lodged(&self) -> DossierView {
        let draft = self.draft().await;
        self.picture(draft.id).await;
        let lodging = self
            .lodge_dossier(&self.owner(), draft.id, draft.version)
            .await;
        lodging.unwrap()
    }

    /// A picture of a dossier of CB's producer.
    pub async fn picture(&self, dossier: i64) -> DossierFileView {
        let sent = self
            .send(&self.owner(), dossier, FileKind::Picture, "chè.png", &png())
            .await;
        sent.unwrap()
    }

    /// Sends a file in parts.
    pub async fn send(
        &self,
        access: &Access,
        dossier: i64,
        kind: FileKind,
        name: &str,
        bytes: &[u8],
    ) -> Result<DossierFileView, Error> {
        let mut incoming = self.receive_file(access, dossier).await?;
        for part in bytes.chunks(1000) {
            incoming.write(part).await?;
        }
        self.keep_file(access, dossier, kind, name, incoming).await
    }
}

/// Somebody with a role in a council.
pub fn of(role: Role, council: &str) -> Access {
    let grant = Grant::of_council(role, council.parse().unwrap());
    Access::of_account(72, vec![grant], None)
}

/// What is typed of a producer.
pub fn producer(council: &str, name: &str) -> TypedProducer {
    TypedProducer {
        kind: "cooperative".to_owned(),
        name: name.to_owned(),
        address: "Xã Thử, tỉnh Cao Bằng".to_owned(),
        unit: "VN-04@2".to_owned(),
        council: council.to_owned(),
        ..TypedProducer::default()
    }
}

/// What is typed into a dossier, complete.
pub fn typed() -> TypedDossier {
    TypedDossier {
        council: "CB".to_owned(),
        set_no: "6".to_owned(),
        product: "Chè Shan tuyết Bản Mới".to_owned(),
        description: "Chè hái tay.\nSao bằng củi.".to_owned(),
        address: "Xóm Thử 1".to_owned(),
        commune: "Xã Thử".to_owned(),
        ..TypedDossier::default()
    }
}

/// A small picture.
pub fn png() -> Vec<u8> {
    encoded(ImageFormat::Png)
}

/// The same as JPEG.
pub fn jpeg() -> Vec<u8> {
    encoded(ImageFormat::Jpeg)
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(600, 400, |x, y| {
        image::Rgb([(x % 256) as u8, (y % 256) as u8, 90])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A document that only shows a page.
pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n".to_vec()
}

/// What an act was refused for: the codes of each thing, or the one code.
pub fn codes<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<&'static str> {
    match outcome.expect_err("it is refused") {
        Error::Refused(refusals) => refusals.iter().map(|refusal| refusal.code).collect(),
        other => vec![other.code()],
    }
}

/// Councils of every role, and of nobody in particular, that may not touch CB's dossiers.
pub fn strangers() -> Vec<Access> {
    let mut all: Vec<Access> = [Role::Secretary, Role::Chair, Role::Scorer]
        .into_iter()
        .map(|role| of(role, "YB"))
        .collect();
    all.push(Access::of_account(73, vec![Grant::of_producer(2)], None));
    all.push(Access::of_account(
        74,
        vec![Grant::of_programme(Role::Inspector)],
        None,
    ));
    all.push(Access::of_account(75, Vec::new(), None));
    all
}

//! Something on every desk of the demonstration: dossiers at several stages, and a decision for
//! the chair to approve. All by the acts that people use.

use std::io::Cursor;

use chrono::Days;
use image::{ImageFormat, Rgb, RgbImage};

use super::super::output::Error;
use super::programme;
use crate::office::{
    Access, ConclusionText, FileKind, Gathering, Grant, NewPreparation, Office, PreparationQuery,
    ProducerQuery, Receipt, Role, Seen, SheetText, TypedDossier,
};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;

/// A product, its set in the catalogue in force, and how far it has come.
const DOSSIERS: [(&str, &str, Far); 5] = [
    ("Măng khô Bản Mới", "7", Far::Written),
    ("Hạt dẻ sấy Bản Mới", "7", Far::Lodged),
    ("Trà hoa vàng Bản Mới", "12", Far::Scoring),
    (
        "Chè Shan tuyết Bản Mới",
        "11",
        Far::Concluded(["36,50", "22,00", "29,50"]),
    ),
    (
        "Thạch đen Bản Mới",
        "7",
        Far::Concluded(["31,25", "20,00", "26,00"]),
    ),
];

/// How far a dossier has come.
#[derive(Clone, Copy)]
enum Far {
    Written,
    Lodged,
    Scoring,
    Concluded([&'static str; 3]),
}

/// Fills the desks of those whose accounts are found by their address.
pub async fn fill(office: &Office, account: &impl Fn(&str) -> Option<i64>) -> Result<(), Error> {
    let council = programme::council("CB");
    let of = |email: &str, grant| {
        let account = account(email).unwrap_or_default();
        Access::of_account(account, vec![grant], None)
    };
    let in_council = |email, role| of(email, Grant::of_council(role, council));
    let secretary = in_council("thuky.cb@ocop.example", Role::Secretary);
    let scorers = [
        in_council("cham1.cb@ocop.example", Role::Scorer),
        in_council("cham2.cb@ocop.example", Role::Scorer),
    ];
    let producers = office
        .producers(
            &secretary,
            &ProducerQuery {
                limit: 1,
                ..ProducerQuery::default()
            },
        )
        .await?;
    let Some(producer) = producers.producers.first().map(|producer| producer.id) else {
        return Ok(());
    };
    let own = of("chuthe@ocop.example", Grant::of_producer(producer));
    for (product, set_no, far) in DOSSIERS {
        let id = write(office, &own, producer, product, set_no).await?;
        if matches!(far, Far::Written) {
            continue;
        }
        let version = office.dossier(&own, id).await?.version;
        let lodged = office.lodge_dossier(&own, id, version).await?;
        if matches!(far, Far::Lodged) {
            continue;
        }
        office
            .take_dossier_in(&secretary, id, lodged.version)
            .await?;
        let session = office.open_session(&secretary, id).await?;
        let Far::Concluded(parts) = far else {
            score(office, &scorers[0], session, ["35,00", "21,50", "30,25"]).await?;
            continue;
        };
        for scorer in &scorers {
            score(office, scorer, session, parts).await?;
        }
        let version = office
            .session_view(&secretary, session)
            .await?
            .session
            .version;
        let text = ConclusionText {
            minutes: "Các thành viên thống nhất với điểm trung bình.".to_owned(),
            ..ConclusionText::default()
        };
        office
            .conclude_session(&secretary, session, version, &text)
            .await?;
    }
    prepare(office, &secretary, council).await
}

async fn write(
    office: &Office,
    own: &Access,
    producer: i64,
    product: &str,
    set_no: &str,
) -> Result<i64, Error> {
    let text = str::to_owned;
    let written = TypedDossier {
        council: text("CB"),
        set_no: text(set_no),
        product: text(product),
        description: text("Làm từ nguyên liệu của xã, theo quy trình đã công bố."),
        address: text("Xã Bản Mới, tỉnh Cao Bằng"),
        commune: text("Bản Mới"),
        ..TypedDossier::default()
    };
    let id = office.begin_dossier(own, producer, &written).await?.id;
    let mut incoming = office.receive_file(own, id).await?;
    incoming.write(&picture()?).await?;
    office
        .keep_file(own, id, FileKind::Picture, "san-pham.png", incoming)
        .await?;
    Ok(id)
}

async fn score(
    office: &Office,
    scorer: &Access,
    session: i64,
    [a, b, c]: [&str; 3],
) -> Result<(), Error> {
    let sheet = SheetText {
        score_a: a.to_owned(),
        score_b: b.to_owned(),
        score_c: c.to_owned(),
        remark: String::new(),
    };
    office.fill_sheet(scorer, session, 0, &sheet).await?;
    Ok(())
}

/// A decision of what was concluded, handed to the chair.
async fn prepare(office: &Office, secretary: &Access, council: CouncilCode) -> Result<(), Error> {
    let query = PreparationQuery {
        limit: 1,
        ..PreparationQuery::default()
    };
    if !office
        .preparations(secretary, &query)
        .await?
        .preparations
        .is_empty()
    {
        return Ok(());
    }
    let today = day::of(office.clock().now());
    let new = NewPreparation {
        council,
        number: "921/QĐ-UBND".to_owned(),
        decided_on: today.checked_sub_days(Days::new(1)).unwrap_or(today),
        authority: None,
    };
    let mut prepared = office.prepare_decision(secretary, None, new).await?;
    let seen = |prepared: &Receipt| Seen {
        id: prepared.id,
        version: prepared.version,
    };
    let gathered = office.gather_lines(secretary, None, seen(&prepared), Gathering::All);
    prepared = gathered.await?;
    office
        .submit_decision(secretary, None, seen(&prepared))
        .await?;
    Ok(())
}

/// A picture of nothing in particular.
fn picture() -> Result<Vec<u8>, Error> {
    let picture = RgbImage::from_fn(640, 480, |x, y| {
        let shade = u8::try_from((x / 8 + y / 8) % 64).unwrap_or(0);
        Rgb([90 + shade, 120 + shade / 2, 60])
    });
    let mut png = Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .map_err(std::io::Error::other)?;
    Ok(png.into_inner())
}

//! What belongs to another council or producer is answered, on every route, as what does not
//! exist.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use ocop::http::{POLICIES, Policy};
use ocop::office::{
    Access, FileKind, Gathering, Grant, NewPreparation, Right, Role, Seen, SheetText, TypedCase,
    TypedDossier, TypedEvidence, TypedProducer,
};
use ocop::scheme::number::CertificateNumber;

use super::desk::Desk;
use crate::support::{Person, day};

/// CB's producer, dossier, file, session and preparation, each the first of its kind.
async fn fill(desk: &Desk) {
    let office = &desk.office.office;
    let text = str::to_owned;
    let of = |account, grant| Access::of_account(account, vec![grant], None);
    let cb = "CB".parse().unwrap();
    let mut people = Vec::new();
    for role in [Role::Secretary, Role::Scorer] {
        let grant = Grant::of_council(role, cb);
        people.push(of(desk.office.account(&[grant]).await, grant));
    }
    let [secretary, scorer] = people.as_slice() else {
        unreachable!("two were made")
    };
    for name in ["Hợp tác xã Bản Mới", "Hợp tác xã Bản Cũ"] {
        let producer = TypedProducer {
            kind: text("cooperative"),
            name: text(name),
            address: text("Xã Bản Mới, tỉnh Cao Bằng"),
            unit: text("VN-04@2"),
            council: text("CB"),
            ..TypedProducer::default()
        };
        office
            .register_producer(secretary, &producer)
            .await
            .unwrap();
    }
    let own = of(desk.office.account(&[]).await, Grant::of_producer(1));
    let written = TypedDossier {
        council: text("CB"),
        set_no: text("11"),
        product: text("Chè Shan tuyết"),
        description: text("Hái ở rừng cao."),
        address: text("Xã Bản Mới, tỉnh Cao Bằng"),
        commune: text("Bản Mới"),
        ..TypedDossier::default()
    };
    let dossier = office.begin_dossier(&own, 1, &written).await.unwrap();
    let mut incoming = office.receive_file(&own, dossier.id).await.unwrap();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(16, 16)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    incoming.write(png.get_ref()).await.unwrap();
    let kept = office.keep_file(&own, dossier.id, FileKind::Picture, "anh.png", incoming);
    kept.await.unwrap();
    let lodged = office
        .lodge_dossier(&own, dossier.id, dossier.version)
        .await
        .unwrap();
    let taken = office
        .take_dossier_in(secretary, lodged.id, lodged.version)
        .await
        .unwrap();
    let session = office.open_session(secretary, taken.id).await.unwrap();
    let sheet = SheetText {
        score_a: text("34"),
        score_b: text("20"),
        score_c: text("28"),
        remark: String::new(),
    };
    office.fill_sheet(scorer, session, 0, &sheet).await.unwrap();
    let new = NewPreparation {
        council: cb,
        number: text("921/QĐ-UBND"),
        decided_on: day("2026-08-09"),
        authority: None,
    };
    let prepared = office.prepare_decision(secretary, None, new).await.unwrap();
    let seen = Seen {
        id: prepared.id,
        version: prepared.version,
    };
    let run = ocop::office::NewLabelRun {
        number: desk.numbers[0].parse().unwrap(),
        kind: ocop::scheme::code_kind::CodeKind::Full,
        count: 1,
        lot: String::new(),
        printer: String::new(),
        files: None,
    };
    let run = office.begin_label_run(secretary, None, &run).await.unwrap();
    assert_eq!(run.id, 1);
    let grant = Grant::of_programme(Role::Inspector);
    let inspector = of(desk.office.account(&[grant]).await, grant);
    let case = TypedCase {
        kind: text("expired"),
        statement: text("Bày bán với nhãn đã hết hạn."),
        ..TypedCase::default()
    };
    let evidence = TypedEvidence {
        codes: vec![desk.numbers[0].clone()],
        ..TypedEvidence::default()
    };
    let case = office
        .open_case(&inspector, &case, &evidence)
        .await
        .unwrap();
    assert_eq!(case.id, 1);
    // Nothing is concluded, so nothing can be gathered; it stands with no lines.
    drop(
        office
            .gather_lines(secretary, None, seen, Gathering::All)
            .await,
    );
    assert_eq!((dossier.id, session, prepared.id), (1, 1, 1));
}

fn at(path: &str, id: &str, number: &str) -> String {
    path.replace("{id}", id)
        .replace("{file}", id)
        .replace("{line}", id)
        .replace("{number}", number)
        .replace("{act}", "revoke")
}

async fn answer(
    desk: &Desk,
    person: &Person,
    method: &str,
    address: &str,
    (kind, body): (&str, &str),
) -> (StatusCode, String) {
    let request = Request::builder()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(address)
        .header("accept", "application/json")
        .header("content-type", kind);
    let request = person
        .sends(request)
        .body(Body::from(body.to_owned()))
        .unwrap();
    let reply = desk.send(request).await;
    (
        reply.status,
        String::from_utf8_lossy(&reply.body).into_owned(),
    )
}

#[tokio::test]
async fn what_is_out_of_reach_is_answered_as_what_is_not_there() {
    let desk = Desk::open().await;
    fill(&desk).await;
    let tw = "TW".parse().unwrap();
    let never = CertificateNumber {
        council: "CB".parse().unwrap(),
        index: 77_777,
    };
    let (there, never) = (desk.numbers[0].clone(), never.to_string());
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    let bodies = [
        (json, ""),
        (json, "{}"),
        (json, "{\"version\":1}"),
        (json, "{\"version\":2,\"reason\":\"Thiếu ảnh\"}"),
        (form, "version=1"),
    ];
    let mut not_there = 0;
    for (method, path, policy) in POLICIES {
        let Policy::Of(right) = policy else { continue };
        // What certificates say is public, and keys are tried elsewhere.
        let names_one = path.contains("{id}") || path.contains("{number}");
        if !names_one || matches!(right, Right::People | Right::Own) {
            continue;
        }
        for &role in right.roles() {
            let grant = match role {
                Role::Producer => Grant::of_producer(2),
                role if role.is_of_a_council() => Grant::of_council(role, tw),
                _ => continue,
            };
            let person = desk.office.person(&[grant]).await;
            for body in bodies.iter().take(if *method == "GET" { 1 } else { 5 }) {
                let foreign = at(path, "1", &there);
                let missing = at(path, "77777", &never);
                let (status, said) = answer(&desk, &person, method, &foreign, *body).await;
                let (expected, words) = answer(&desk, &person, method, &missing, *body).await;
                let what = format!("{method} {foreign} by {role:?} with {body:?}");
                assert_eq!(status, expected, "{what}: {said}");
                assert!(status.is_client_error(), "{what}: {status}");
                let said = said.replace(&there, "N").replace('1', "I");
                let words = words
                    .replace(&never, "N")
                    .replace("77777", "I")
                    .replace('1', "I");
                assert_eq!(said, words, "{what}");
                not_there += usize::from(status == StatusCode::NOT_FOUND);
            }
        }
    }
    assert!(not_there > 60, "only {not_there} were looked up");
}

//! The pages about producers and dossiers.

use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role, TypedDossier};

use super::asking::{ask, get, owner, secretary, upload};
use super::people::{Place, png, typed};
use crate::door::Reply;
use crate::support::{Engine, Person, on_both_engines};

async fn shown(place: &Place, who: &Person, path: &str) -> String {
    get(place, who, path).await.text().to_owned()
}

async fn submit(place: &Place, who: &Person, path: &str, fields: &[(&str, &str)]) -> Reply {
    let mut body = String::new();
    for (name, value) in fields {
        let encoded: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        body.push_str(&format!("&{name}={encoded}"));
    }
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    ask(place, who, request, body.trim_start_matches('&').to_owned()).await
}

const WHOLE: [(&str, &str); 6] = [
    ("council", "CB"),
    ("set_no", "6"),
    ("product", "Chè Shan"),
    ("description", "Chè hái tay.\r\nSao bằng củi."),
    ("address", "Xóm Thử 1"),
    ("commune", "Xã Thử"),
];

async fn a_producer_writes_completes_and_lodges_a_dossier_by_forms_alone(engine: Engine) {
    let place = Place::on(engine).await;
    let owner = owner(&place).await;
    let blank = shown(&place, &owner, "/my/dossiers/new").await;
    assert!(blank.contains("Hợp tác xã Bản Mới") && blank.contains("Hội đồng tỉnh Cao Bằng"));
    let producer = place.ours.to_string();
    let mut fields = WHOLE.to_vec();
    fields.push(("producer", &producer));
    let begun = submit(&place, &owner, "/my/dossiers/new", &fields).await;
    assert_eq!(
        (begun.status, begun.header("location")),
        (StatusCode::SEE_OTHER, "/my/dossiers/1")
    );
    let lacking = submit(&place, &owner, "/my/dossiers/1/lodge", &[("version", "1")]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        lacking.text().contains("Chưa có ảnh sản phẩm"),
        "{}",
        lacking.text()
    );
    let files = [("a.png", png()), ("b.png", b"MZ program".to_vec())];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    let sent = upload(&place, &owner, "/my/dossiers/1/files", "picture", &files).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = sent.text();
    assert!(
        page.contains("chương trình Windows"),
        "the one that was refused: {page}"
    );
    assert!(
        page.contains("files/1?size=small"),
        "the one that was taken: {page}"
    );
    let lodged = submit(&place, &owner, "/my/dossiers/1/lodge", &[("version", "1")]).await;
    assert_eq!(lodged.status, StatusCode::SEE_OTHER, "{}", lodged.text());
    let page = shown(&place, &owner, "/my/dossiers/1").await;
    assert!(
        page.contains("Đã nộp") && page.contains("Thư ký hội đồng sẽ xem"),
        "{page}"
    );
    assert!(!page.contains("/my/dossiers/1/edit"));
    let list = shown(&place, &owner, "/my/dossiers").await;
    assert!(list.contains("Chè Shan"));

    let secretary = secretary(&place, "CB").await;
    let list = shown(
        &place,
        &secretary,
        "/desk/dossiers?state=lodged&text=che%20shan",
    )
    .await;
    assert!(list.contains("/desk/dossiers/1"), "{list}");
    let empty = submit(
        &place,
        &secretary,
        "/desk/dossiers/1/return",
        &[("version", "2")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = [("version", "2"), ("reason", "Thiếu <b>ảnh</b> bao bì.")];
    let back = submit(&place, &secretary, "/desk/dossiers/1/return", &why).await;
    assert_eq!(back.header("location"), "/desk/dossiers/1");
    let page = shown(&place, &owner, "/my/dossiers/1").await;
    assert!(page.contains("Thiếu &#60;b&#62;ảnh"), "{page}");
    // Officers are not named to producers; to officers they are.
    assert!(!page.contains("Người thử 1"), "{page}");
    let desk = shown(&place, &secretary, "/desk/dossiers/1").await;
    assert!(desk.contains("Người thử 1"), "{desk}");
    let english = shown(&place, &owner, "/my/dossiers/1?lang=en").await;
    assert!(english.contains("The council returned it") && english.contains("Lodge"));
}

async fn nothing_that_was_typed_is_lost_when_it_is_refused_or_late(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let owner = owner(&place).await;
    let path = format!("/my/dossiers/{}/edit", draft.id);
    let page = shown(&place, &owner, &path).await;
    assert!(page.contains("Chè Shan tuyết Bản Mới") && page.contains("Sao bằng củi."));
    let mut fields = WHOLE.to_vec();
    fields[2].1 = "Chè\u{202e} lạ";
    fields[3].1 = "Dòng một.\r\nDòng hai.";
    fields.extend([("gtin", "123"), ("version", "1")]);
    let refused = submit(&place, &owner, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    for kept in [
        "Dòng một.",
        "Dòng hai.",
        "value=\"123\"",
        "href=\"#gtin\"",
        "aria-invalid=\"true\"",
        "U+202E",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    // Somebody else saves meanwhile.
    let other = TypedDossier {
        product: "Chè của người khác".to_owned(),
        ..typed()
    };
    place
        .change_dossier(&place.owner(), draft.id, 1, &other)
        .await
        .unwrap();
    let mut fields = WHOLE.to_vec();
    fields[2].1 = "Chè của tôi";
    fields.push(("version", "1"));
    let late = submit(&place, &owner, &path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.text();
    assert!(
        page.contains("value=\"Chè của tôi\"") && page.contains("Chè của người khác"),
        "{page}"
    );
    assert!(page.contains("name=\"version\" value=\"2\""), "{page}");
    let stands = place.dossier(&place.owner(), draft.id).await.unwrap();
    assert_eq!(stands.product, "Chè của người khác");
    fields.last_mut().unwrap().1 = "2";
    let saved = submit(&place, &owner, &path, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

async fn formulas_and_scripts_are_shown_and_run_nowhere(engine: Engine) {
    let place = Place::on(engine).await;
    let owner = owner(&place).await;
    let secretary = secretary(&place, "CB").await;
    let written = TypedDossier {
        product: "<script>alert(1)</script>".to_owned(),
        description: "\"><img src=x onerror=alert(1)>".to_owned(),
        address: "=cmd|' /C calc'!A0".to_owned(),
        ..typed()
    };
    let draft = place
        .begin_dossier(&place.owner(), place.ours, &written)
        .await
        .unwrap();
    for (who, path) in [
        (&owner, format!("/my/dossiers/{}", draft.id)),
        (&owner, format!("/my/dossiers/{}/edit", draft.id)),
        (&owner, "/my/dossiers".to_owned()),
        (&secretary, format!("/desk/dossiers/{}", draft.id)),
        (&secretary, "/desk/dossiers".to_owned()),
    ] {
        let reply = get(&place, who, &path).await;
        let page = reply.text();
        assert_eq!(reply.status, StatusCode::OK, "{path}: {page}");
        assert!(
            !page.contains("<script") && !page.contains("<img src=x"),
            "{path}: {page}"
        );
        assert!(page.contains("&#60;script&#62;"), "{path}: {page}");
        assert!(
            reply
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
    }
}

async fn a_secretary_registers_a_producer_and_is_told_of_its_namesake(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = secretary(&place, "CB").await;
    let fields = [
        ("kind", "cooperative"),
        ("name", "HỢP TÁC XÃ BẢN MỚI"),
        ("address", "Xã Thử"),
        ("unit", "VN-04@2"),
        ("council", "CB"),
        ("once", "5f2c"),
    ];
    let wrong = submit(&place, &secretary, "/desk/producers/new", &fields[1..]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"HỢP TÁC XÃ BẢN MỚI\""));
    assert!(wrong.text().contains("name=\"once\""), "{}", wrong.text());
    // A double click, and a third one later: one producer.
    let (made, again) = tokio::join!(
        submit(&place, &secretary, "/desk/producers/new", &fields),
        submit(&place, &secretary, "/desk/producers/new", &fields),
    );
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    assert_eq!(again.header("location"), made.header("location"));
    let later = submit(&place, &secretary, "/desk/producers/new", &fields).await;
    assert_eq!(later.header("location"), made.header("location"));
    let page = shown(&place, &secretary, made.header("location")).await;
    assert!(
        page.contains("chủ thể số 1 tên “Hợp tác xã Bản Mới”"),
        "which one it is: {page}"
    );
    assert!(page.contains("thư ký in tem"), "what follows: {page}");
    let list = shown(&place, &secretary, "/desk/producers?text=hop%20tac").await;
    assert_eq!(list.matches("/desk/producers/").count() - 1, 2, "{list}");
    // An auditor reads, and has no form.
    let auditor = place
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let page = shown(&place, &auditor, "/desk/producers/1").await;
    assert!(
        page.contains("Hợp tác xã Bản Mới") && !page.contains("name=\"name\""),
        "{page}"
    );
}

on_both_engines!(
    a_producer_writes_completes_and_lodges_a_dossier_by_forms_alone,
    nothing_that_was_typed_is_lost_when_it_is_refused_or_late,
    formulas_and_scripts_are_shown_and_run_nowhere,
    a_secretary_registers_a_producer_and_is_told_of_its_namesake,
);

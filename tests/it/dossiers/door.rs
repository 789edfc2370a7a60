//! Producers, dossiers and files over the API.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::Grant;
use serde_json::{Value, json};

use super::asking::{ask, get, owner, secretary, send, upload};
use super::people::{Place, jpeg, pdf, png};
use crate::support::{Engine, on_both_engines};

fn dossier(producer: i64) -> Value {
    json!({ "producer": producer, "council": "CB", "set_no": 6, "product": "Chè Shan",
            "description": "Chè hái tay.", "address": "Xóm Thử 1", "commune": "Xã Thử" })
}

async fn a_dossier_goes_from_its_producer_to_its_council_by_the_api(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = secretary(&place, "CB").await;
    let new = json!({ "kind": "household", "name": "Hộ Nông Thị Thử", "address": "Xã Thử",
                      "unit": "VN-04@2", "council": "CB" });
    let made = send(&place, &secretary, "POST", "/api/v1/producers", new).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!(made.header("location"), "/api/v1/producers/3");
    let mut changed = made.json()["producer"].clone();
    for unsent in ["id", "registered_at"] {
        changed.as_object_mut().unwrap().remove(unsent);
    }
    changed["phone"] = json!("0912 345 678");
    let saved = send(
        &place,
        &secretary,
        "PUT",
        "/api/v1/producers/3",
        changed.clone(),
    )
    .await;
    assert_eq!(saved.json()["producer"]["version"], 2, "{}", saved.text());
    let stale = send(&place, &secretary, "PUT", "/api/v1/producers/3", changed).await;
    assert_eq!(
        (stale.status, stale.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("stale"))
    );

    let owner = owner(&place).await;
    let begun = send(
        &place,
        &owner,
        "POST",
        "/api/v1/dossiers",
        dossier(place.ours),
    )
    .await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let path = begun.header("location").to_owned();
    let version = json!({ "version": 1 });
    let lacking = send(
        &place,
        &owner,
        "POST",
        &format!("{path}/lodge"),
        version.clone(),
    )
    .await;
    assert_eq!(lacking.json()["code"], "no_picture", "{}", lacking.text());
    let sent = upload(
        &place,
        &owner,
        &format!("{path}/files"),
        "picture",
        &[("chè.png", &png())],
    )
    .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let lodged = send(&place, &owner, "POST", &format!("{path}/lodge"), version).await;
    assert_eq!(lodged.json()["state"], "lodged", "{}", lodged.text());
    let taken = send(
        &place,
        &secretary,
        "POST",
        &format!("{path}/take-in"),
        json!({ "version": 2 }),
    )
    .await;
    assert_eq!(taken.json()["state"], "at_province", "{}", taken.text());
    let why = json!({ "version": 3, "reason": "Thiếu giấy kiểm nghiệm." });
    let back = send(&place, &secretary, "POST", &format!("{path}/return"), why).await;
    assert_eq!(back.json()["state"], "returned", "{}", back.text());
    let gone = send(
        &place,
        &owner,
        "POST",
        &format!("{path}/withdraw"),
        json!({ "version": 4 }),
    )
    .await;
    assert_eq!(gone.json()["state"], "withdrawn", "{}", gone.text());
    let late = send(
        &place,
        &secretary,
        "POST",
        &format!("{path}/take-in"),
        json!({ "version": 5 }),
    )
    .await;
    assert_eq!(
        (late.status, late.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("dossier_state"))
    );

    let listed = get(&place, &owner, "/api/v1/dossiers?state=withdrawn&limit=1").await;
    assert_eq!(
        listed.json()["dossiers"][0]["producer_name"],
        "Hợp tác xã Bản Mới"
    );
    // A renewal by the API begins with what was said.
    let again = send(
        &place,
        &owner,
        "POST",
        "/api/v1/dossiers",
        json!({ "copies": 1, "gtin": "8938505974194" }),
    )
    .await;
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.text());
    assert_eq!(again.json()["product"], "Chè Shan");
}

async fn a_page_that_is_known_is_not_sent_again(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let owner = owner(&place).await;
    for path in [
        format!("/api/v1/dossiers/{}", draft.id),
        format!("/api/v1/producers/{}", place.ours),
    ] {
        let first = get(&place, &owner, &path).await;
        assert_eq!(first.status, StatusCode::OK);
        let tag = first.header("etag").to_owned();
        let again = Request::get(&path).header("if-none-match", &tag);
        let again = ask(&place, &owner, again, Body::empty()).await;
        assert_eq!(
            (again.status, again.header("etag")),
            (StatusCode::NOT_MODIFIED, tag.as_str())
        );
        assert!(again.body.is_empty());
    }
}

async fn files_are_sent_as_what_they_are_and_run_nowhere(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let owner = owner(&place).await;
    let path = format!("/api/v1/dossiers/{}/files", draft.id);
    for (kind, name, bytes, media_type, how) in [
        ("picture", "chè.jpg", jpeg(), "image/jpeg", "inline"),
        (
            "document",
            "giấy \\\".pdf",
            pdf(),
            "application/pdf",
            "attachment",
        ),
        ("document", "chụp.png", png(), "image/png", "attachment"),
    ] {
        let sent = upload(&place, &owner, &path, kind, &[(name, &bytes)]).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        let file = get(&place, &owner, sent.header("location")).await;
        assert_eq!(file.body, bytes);
        assert_eq!(file.header("content-type"), media_type);
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with(how), "{disposition}");
        assert!(!disposition.contains('\n'));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(
            file.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(file.header("cache-control"), "no-store");
    }
    let small = get(&place, &owner, &format!("{path}/1?size=small")).await;
    assert_eq!(small.header("content-type"), "image/jpeg");
    assert!(small.body.len() < jpeg().len() || small.body.starts_with(b"\xff\xd8\xff"));
    let listed = get(&place, &owner, &path).await.json();
    assert_eq!(listed["files"].as_array().unwrap().len(), 3);
    let removed = ask(
        &place,
        &owner,
        Request::delete(format!("{path}/2")),
        Body::empty(),
    )
    .await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    let gone = get(&place, &owner, &format!("{path}/2")).await;
    assert_eq!(gone.json()["code"], "no_such_file");
}

async fn an_upload_of_the_door_that_is_wrong_is_refused_with_its_reason(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let owner = owner(&place).await;
    let path = format!("/api/v1/dossiers/{}/files", draft.id);
    let large = vec![0; 20 * 1024 * 1024 + 1];
    for (kind, files, status, code) in [
        (
            "picture",
            vec![("a.jpg", b"MZ program".as_slice())],
            422,
            "file_kind",
        ),
        (
            "picture",
            vec![("a.png", large.as_slice())],
            413,
            "file_too_large",
        ),
        ("picture", vec![], 422, "refused"),
        ("video", vec![("a.png", b"x".as_slice())], 422, "refused"),
        (
            "picture",
            vec![("a.png", b"x".as_slice()), ("b.png", b"x")],
            422,
            "repeated_field",
        ),
    ] {
        let refused = upload(&place, &owner, &path, kind, &files).await;
        assert_eq!(
            refused.status.as_u16(),
            status,
            "{code}: {}",
            refused.text()
        );
        assert_eq!(refused.json()["code"], code);
    }
    let json = send(&place, &owner, "POST", &path, json!({})).await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let cut = Request::post(&path).header("content-type", "multipart/form-data; boundary=edge");
    let cut = ask(
        &place,
        &owner,
        cut,
        "--edge\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npic",
    )
    .await;
    assert_eq!(cut.json()["code"], "malformed_multipart");
    let folder = std::fs::read_dir(place.office.data().join("files")).unwrap();
    assert_eq!(folder.count(), 0, "drafts are left");
}

async fn what_belongs_to_others_is_not_there(engine: Engine) {
    let place = Place::on(engine).await;
    let lodged = place.lodged().await;
    let council = secretary(&place, "YB").await;
    let other = place
        .office
        .person(&[Grant::of_producer(place.theirs)])
        .await;
    let id = lodged.id;
    for stranger in [council, other] {
        for path in [
            format!("/api/v1/dossiers/{id}"),
            format!("/api/v1/dossiers/{id}/files"),
            format!("/api/v1/dossiers/{id}/files/1"),
            format!("/desk/dossiers/{id}"),
            format!("/my/dossiers/{id}"),
            format!("/my/dossiers/{id}/edit"),
            format!("/api/v1/producers/{}", place.ours),
            format!("/desk/producers/{}", place.ours),
            "/api/v1/dossiers/99".to_owned(),
            "/api/v1/dossiers/x".to_owned(),
            "/api/v1/dossiers/-1".to_owned(),
            "/api/v1/dossiers/99999999999999999999".to_owned(),
        ] {
            let reply = get(&place, &stranger, &path).await;
            assert_eq!(
                reply.status,
                StatusCode::NOT_FOUND,
                "{path}: {}",
                reply.text()
            );
        }
        for act in ["lodge", "withdraw"] {
            let path = format!("/api/v1/dossiers/{id}/{act}");
            let reply = send(&place, &stranger, "POST", &path, json!({ "version": 2 })).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        }
        let path = format!("/api/v1/dossiers/{id}/files");
        let reply = upload(&place, &stranger, &path, "picture", &[("a.png", &png())]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        let foreign = send(
            &place,
            &stranger,
            "POST",
            "/api/v1/dossiers",
            dossier(place.ours),
        )
        .await;
        assert_eq!(foreign.json()["code"], "no_such_producer");
    }
}

async fn the_document_describes_what_is_answered(engine: Engine) {
    let place = Place::on(engine).await;
    let lodged = place.lodged().await;
    let owner = owner(&place).await;
    let document = get(&place, &owner, "/api/v1/openapi.json").await.json();
    let id = lodged.id;
    for (path, within, shape) in [
        (format!("/api/v1/dossiers/{id}"), "", "Dossier"),
        (
            format!("/api/v1/dossiers/{id}"),
            "/producer",
            "ProducerOfDossier",
        ),
        (
            "/api/v1/dossiers?text=%00che".to_owned(),
            "/dossiers/0",
            "DossierLine",
        ),
        (
            format!("/api/v1/dossiers/{id}/files"),
            "/files/0",
            "DossierFile",
        ),
        (
            "/api/v1/producers?text=ban%00moi".to_owned(),
            "",
            "ProducerList",
        ),
        (format!("/api/v1/producers/{}", place.ours), "", "Producer"),
    ] {
        let answered = get(&place, &owner, &path).await.json();
        let answered = answered
            .pointer(within)
            .unwrap_or_else(|| panic!("{path}: {answered}"));
        let described = &document["components"]["schemas"][shape]["properties"];
        assert_eq!(fields(answered), fields(described), "{path}{within}");
    }
}

fn fields(object: &Value) -> Vec<&str> {
    let fields = object.as_object().unwrap().keys();
    fields.map(String::as_str).collect()
}

on_both_engines!(
    the_document_describes_what_is_answered,
    a_dossier_goes_from_its_producer_to_its_council_by_the_api,
    a_page_that_is_known_is_not_sent_again,
    files_are_sent_as_what_they_are_and_run_nowhere,
    an_upload_of_the_door_that_is_wrong_is_refused_with_its_reason,
    what_belongs_to_others_is_not_there,
);

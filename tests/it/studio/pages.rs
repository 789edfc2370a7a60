//! The studio's page without its script: a form, a picture, figures, and files.

use axum::http::StatusCode;

use super::stage::{Stage, drawn, read_by_zbar};

#[tokio::test]
async fn the_page_shows_the_label_its_figures_and_its_files() {
    let stage = Stage::set().await;
    let number = &stage.numbers[0];
    let path = format!(
        "/my/certificates/{number}/labels?design=full&wording=vi&kind=full&width_mm=90&height_mm=&module_mm=&printer=thermal-203&dpi=600"
    );
    let page = stage.get(&stage.producer, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    let text = page.text();
    // The printer's resolution, not what was typed for another.
    for said in [
        "203 dpi",
        "Tự kiểm tra: đọc được",
        "Máy in nhiệt 300 dpi",
        "trong mã dài 40 byte",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for format in ["svg", "pdf", "png", "zpl"] {
        assert!(
            text.contains(&format!("label?format={format}&#38;design=full")),
            "{text}"
        );
    }
    let (_, picture) = text.split_once("<img src=\"").expect("a picture");
    let picture = picture.split('"').next().unwrap().replace("&#38;", "&");
    let picture = stage.get(&stage.producer, &picture).await;
    assert_eq!(
        read_by_zbar(&drawn(&picture.body)),
        [stage.codes[0].as_str()]
    );
    let (_, script) = text.split_once("<script src=\"").expect("a script");
    let script = stage
        .get(&stage.producer, script.split('"').next().unwrap())
        .await;
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
}

#[tokio::test]
async fn a_page_without_parameters_shows_the_configured_size() {
    let stage = Stage::set().await;
    let path = format!("/my/certificates/{}/labels", stage.numbers[0]);
    let page = stage.get(&stage.secretary, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("0,423 mm = 5 điểm in ở 300 dpi"));
    // Nobody sealed a compact code of it, and it hangs on no wall.
    assert!(page.text().contains("value=\"compact\" disabled"));
    assert!(!page.text().contains("value=\"plaque\""));
    let path = format!("/my/certificates/{}/labels?lang=en", stage.numbers[3]);
    let page = stage.get(&stage.secretary, &path).await;
    assert!(page.text().contains("value=\"plaque\"") && page.text().contains("Print labels"));
}

#[tokio::test]
async fn what_is_wrong_stands_above_the_form_with_what_was_typed() {
    let stage = Stage::set().await;
    let path = format!(
        "/my/certificates/{}/labels?width_mm=12%2C5&printer=typewriter&dpi=&kind=compact",
        stage.numbers[0]
    );
    let page = stage.get(&stage.producer, &path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Không có loại máy in này"));
    assert!(page.text().contains("value=\"12,5\""));
    let path = format!("/my/certificates/{}/labels?width_mm=12", stage.numbers[0]);
    let page = stage.get(&stage.producer, &path).await;
    assert!(
        page.text().contains("Kích thước gần nhất dùng được"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("id=\"width_mm\" name=\"width_mm\" value=\"12\" aria-describedby=\"size-hint\" aria-invalid=\"true\""));
}

#[tokio::test]
async fn the_lists_lead_to_the_studio() {
    let stage = Stage::set().await;
    let number = &stage.numbers[0];
    let link = format!("href=\"/my/certificates/{number}/labels\"");
    let own = stage.get(&stage.producer, "/my/certificates").await;
    assert!(own.text().contains(&link), "{}", own.text());
    let desk = stage
        .get(&stage.secretary, &format!("/desk/certificates/{number}"))
        .await;
    assert!(desk.text().contains(&link), "{}", desk.text());
}

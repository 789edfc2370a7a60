//! The whole way, in a browser as wide as a phone and as wide as a desk: a producer lodges,
//! district, province and centre score, two people release, a label is downloaded, and the
//! shopper's page says what the certificate is worth.
//!
//! In May 2024, when districts still scored (Decision 148/QĐ-TTg).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

mod browser;
mod stage;

use browser::Browser;
use stage::{Stage, TEA, WINE};

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_on_a_phone() {
    walk(390, "phone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_at_a_desk() {
    walk(1280, "desk").await;
}

async fn walk(width: u32, name: &'static str) {
    let stage = Stage::set().await;
    let browser = Browser::open(&stage, width, name).await;
    lodge(&browser, TEA).await;
    lodge(&browser, WINE).await;
    // Both get 5 stars' points from the district and the province.
    for (dossier, session) in [(1, 1), (2, 2)] {
        take_in(&browser, dossier).await;
        score(
            &browser,
            "HU",
            dossier,
            session,
            ["37,50", "23,25", "31,00"],
        )
        .await;
    }
    for (dossier, session) in [(1, 3), (2, 4)] {
        score(
            &browser,
            "CB",
            dossier,
            session,
            ["37,00", "23,00", "31,50"],
        )
        .await;
    }
    decide(&browser, "CB", 1, "417/QĐ-UBND").await;
    browser.sign_in("chuthe@ocop.example").await;
    browser.go("/my/certificates").await;
    browser.sees(&["4 sao", "CB-0-8", "CB-1-6"]).await;
    browser.shot("certificates").await;

    // The centre grants the tea its 5 stars and the wine not.
    score(&browser, "TW", 1, 5, ["38,00", "23,50", "32,00"]).await;
    score(&browser, "TW", 2, 6, ["35,00", "22,00", "30,00"]).await;
    decide(&browser, "TW", 2, "1205/QĐ-BNN-VPĐP").await;
    browser.sign_in("chuthe@ocop.example").await;
    browser.go("/my/dossiers/2").await;
    browser.sees(&["Đã có quyết định"]).await;
    browser.go("/my/certificates").await;
    browser.sees(&["5 sao", "TW-0-"]).await;
    browser.shot("five-stars").await;

    // The label is one that anybody can read, and what it opens says that it is in force.
    browser.press("a[href*='TW-0-'][href$='/labels']").await;
    browser.sees(&["In tem nhãn", TEA, "✓"]).await;
    // The page shows what is typed, without a button.
    browser.fill("width_mm", "60").await;
    browser.until_shown("img[src*='width_mm=60']").await;
    browser.shot("studio").await;
    let label = browser.download("a[href*='format=png']").await;
    let code = ocop::label::read::read(&label).expect("the label is read");
    browser.goto(&code).await;
    browser.sees(&["Giấy chứng nhận còn hiệu lực", TEA]).await;
    browser.shot("shopper").await;
    // The tea's 4 stars are replaced, the wine's stand.
    browser.go("/c/CB-0-8").await;
    browser.sees(&["TW-0-"]).await;
    browser.go("/c/CB-1-6").await;
    browser.sees(&["Giấy chứng nhận còn hiệu lực", WINE]).await;

    // Whoever audits sees who did what, and the audit finds the book sound.
    browser.sign_in("kiemtoan@ocop.example").await;
    browser.go("/desk/trail").await;
    browser.shot("trail").await;
    browser.press(".who form button").await;
    browser.go("/desk/trail").await;
    assert!(browser.path().await.starts_with("/sign-in"));
    browser.close().await;
    let audited = stage.office.audit().await.unwrap();
    let audited = audited.expect("the book is sound");
    assert_eq!(audited.certificates, 3);
    assert!(audited.trail > 30, "{} lines", audited.trail);
}

async fn lodge(browser: &Browser<'_>, product: &str) {
    browser.sign_in("chuthe@ocop.example").await;
    browser.go("/my/dossiers/new").await;
    browser.choose("council", "HU").await;
    browser
        .choose("set_no", if product == TEA { "11" } else { "13" })
        .await;
    browser.fill("product", product).await;
    browser
        .fill(
            "description",
            "Làm từ nguyên liệu của xã, theo quy trình đã công bố.",
        )
        .await;
    browser
        .fill("address", "Xã Thành Công, huyện Nguyên Bình, tỉnh Cao Bằng")
        .await;
    browser.fill("commune", "Thành Công").await;
    browser.shot("dossier-form").await;
    browser.press("main form button").await;
    browser.attach("pictures").await;
    browser.press("form[action$='/files'] button").await;
    browser.press("form[action$='/lodge'] button").await;
    browser.sees(&["Đã nộp", product]).await;
    browser.shot("lodged").await;
}

async fn take_in(browser: &Browser<'_>, dossier: i64) {
    browser.sign_in("thuky.hu@ocop.example").await;
    browser.go("/desk").await;
    browser.shot("secretary").await;
    browser.go(&format!("/desk/dossiers/{dossier}")).await;
    browser.shot("dossier-at-desk").await;
    browser.press("form[action$='/take-in'] button").await;
    browser.sees(&["Tại cấp huyện"]).await;
}

/// A council opens a session, two people score, and the secretary concludes.
async fn score(browser: &Browser<'_>, council: &str, dossier: i64, session: i64, parts: [&str; 3]) {
    let of = |role: &str| format!("{role}.{}@ocop.example", council.to_lowercase());
    browser.sign_in(&of("thuky")).await;
    browser.go(&format!("/desk/dossiers/{dossier}")).await;
    browser.press("form[action$='/desk/sessions'] button").await;
    assert_eq!(browser.path().await, format!("/desk/sessions/{session}"));
    for scorer in ["cham1", "cham2"] {
        browser.sign_in(&of(scorer)).await;
        browser.go("/desk/sessions").await;
        browser.go(&format!("/desk/sessions/{session}/sheet")).await;
        for (field, points) in ["score_a", "score_b", "score_c"].into_iter().zip(parts) {
            browser.fill(field, points).await;
        }
        browser.shot("sheet").await;
        browser.press("main form button").await;
        browser.sees(&["✓"]).await;
    }
    browser.sign_in(&of("thuky")).await;
    browser.go(&format!("/desk/sessions/{session}")).await;
    browser
        .fill("minutes", "Hội đồng thống nhất với điểm trung bình.")
        .await;
    browser.shot("conclude").await;
    browser.press("form[action$='/conclude'] button").await;
    browser.sees(&["✓"]).await;
    browser.shot("concluded").await;
}

/// The secretary prepares a decision of what was concluded, the chair approves it, and its
/// certificates come out.
async fn decide(browser: &Browser<'_>, council: &str, decision: i64, number: &str) {
    let of = |role: &str| format!("{role}.{}@ocop.example", council.to_lowercase());
    browser.sign_in(&of("thuky")).await;
    browser.go("/desk/decisions/new").await;
    browser.fill("number", number).await;
    browser.date("decided_on", "2024-05-10").await;
    browser.press("main form button").await;
    browser.press("form[action$='/gather'] button").await;
    browser.shot("decision").await;
    browser.press("form[action$='/submit'] button").await;

    browser.sign_in(&of("chutich")).await;
    browser.go("/desk").await;
    browser.shot("chair").await;
    browser.go(&format!("/desk/decisions/{decision}")).await;
    browser.shot("approve").await;
    browser.tick("looked").await;
    browser.press("form[action$='/approve'] button").await;
    browser.until_there("a[href^='/desk/certificates/']").await;
    browser.sees(&[number, "✓"]).await;
    browser.shot("released").await;
}

//! `<ocop-verify>` on a page of another origin, in a browser: what it says, and what it tells
//! nobody.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

pub mod elsewhere;
pub mod shop;

use serde_json::Value;

use crate::accessibility::demonstration::Demonstration;
use elsewhere::{Answer, Server};
use shop::Shop;

pub const MODULE: &[u8] = include_bytes!("../../assets/inspector.wasm");
const UNCHECKED: [&str; 2] = ["KHÔNG KIỂM TRA ĐƯỢC", "COULD NOT BE CHECKED"];

/// What the service has to say to the element.
pub struct Service {
    pub demonstration: Demonstration,
    pub root: String,
    pub pack: Vec<u8>,
}

impl Service {
    pub async fn begin() -> Self {
        let demonstration = Demonstration::begin();
        let pack = fetch(demonstration.at("/pack")).await;
        let page = fetch(demonstration.at("/widget")).await;
        let page = String::from_utf8(page).unwrap();
        let (_, root) = page.split_once("<ocop-verify root=\"").unwrap();
        let root = root.split('"').next().unwrap().to_owned();
        Self {
            demonstration,
            root,
            pack,
        }
    }

    pub fn code(&self, verdict: &str) -> String {
        self.demonstration.example(verdict)
    }

    /// Another server with the same module, and a pack that may be another.
    async fn copy(pack: Option<Vec<u8>>, module: &'static [u8]) -> Server {
        Server::begin(move |path| match path {
            "/pack" => pack
                .clone()
                .map(|pack| Answer::of("application/octet-stream", pack)),
            path if path.ends_with(".wasm") => Some(Answer::of("application/wasm", module)),
            _ => None,
        })
        .await
    }
}

/// What stands at an address. The first pack of a service is made moments after it began.
async fn fetch(address: String) -> Vec<u8> {
    let fetch = move || {
        for _ in 0..300 {
            match ureq::get(&address).call() {
                Ok(mut answer) => return answer.body_mut().read_to_vec().unwrap(),
                Err(ureq::Error::StatusCode(404)) => {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
                Err(error) => panic!("{address}: {error}"),
            }
        }
        panic!("there is nothing at {address}");
    };
    tokio::task::spawn_blocking(fetch).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_judged_on_another_page_and_never_genuine_without_signed_data() {
    let service = Service::begin().await;
    let shop = Shop::open(&service.demonstration.at("/widget.js")).await;
    let root = format!("root='{}'", service.root);
    let genuine = service.code("genuine");

    // What the code is worth, in both languages.
    for (verdict, vi, en) in [
        (
            "genuine",
            "Giấy chứng nhận còn hiệu lực",
            "Certificate in force",
        ),
        ("expired", "HẾT HẠN", "EXPIRED"),
        ("forged", "MÃ GIẢ", "COUNTERFEIT"),
        ("unknown_issuer", "CHƯA THỂ KẾT LUẬN", "CANNOT DECIDE"),
    ] {
        let marks = [
            "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ",
            "DEMONSTRATION, NOT VALID",
        ];
        for (language, words, mark) in [("vi", vi, marks[0]), ("en", en, marks[1])] {
            let code = service.code(verdict);
            let written = format!("<ocop-verify lang='{language}' {root} code='{code}'>");
            let said = shop.says(&written).await;
            assert!(said.heading.contains(words), "{verdict}: {}", said.heading);
            assert!(said.text.contains(mark), "{verdict}: {}", said.text);
            assert_eq!(said.answer["verdict"], verdict);
            assert_eq!(said.answer["checks"]["format"], "pass");
            shop.picture(&format!("widget.{verdict}.{language}")).await;
        }
    }
    let said = shop
        .says(&format!("<ocop-verify {root} code='{genuine}' stars='5'>"))
        .await;
    assert_eq!(said.answer["verdict"], "mismatch");
    assert!(said.text.contains("Miến dong Phja Đén"), "{}", said.text);
    let said = shop
        .says(&format!("<ocop-verify {root} code='CB-0-8'>"))
        .await;
    assert_eq!(said.answer["verdict"], Value::Null);
    assert!(!said.is_good, "a number proves nothing");
    assert!(said.text.contains("Miến dong Phja Đén"), "{}", said.text);

    // What is missing or wrong is no verdict.
    let mut altered = service.pack.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let altered = Service::copy(Some(altered), MODULE).await;
    let without = Service::copy(None, MODULE).await;
    let other_module = Service::copy(Some(service.pack.clone()), &MODULE[..MODULE.len() - 1]).await;
    let other_root = "root='phWL-9tdW33u5gh9pqyze3PN3AJdm6FRO_Q9gLLKfpc'";
    for (attributes, why) in [
        (String::new(), "root"),
        (other_root.to_owned(), "khóa"),
        ("root='nonsense'".to_owned(), ""),
        (format!("{root} service='http://127.0.0.1:1'"), "Không tải"),
        (format!("{root} service='{}'", without.origin), "Không tải"),
        (format!("{root} service='{}'", altered.origin), "gói"),
        (
            format!("{root} service='{}'", other_module.origin),
            "Không tải",
        ),
    ] {
        // A page of its own: nothing that was loaded before is there.
        let said = shop
            .says(&format!("<ocop-verify {attributes} code='{genuine}'>"))
            .await;
        assert_eq!(said.heading, UNCHECKED[0], "{attributes}");
        assert_eq!(said.answer["verdict"], Value::Null, "{attributes}");
        assert!(said.text.contains(why), "{attributes}: {}", said.text);
        assert!(!said.is_good);
    }
    let said = shop
        .says(&format!("<ocop-verify lang='en' code='{genuine}'>"))
        .await;
    assert_eq!(said.heading, UNCHECKED[1]);

    // The service hears that there is a page, and nothing else.
    let copy = Service::copy(Some(service.pack.clone()), MODULE).await;
    shop.remember_something().await;
    let written = format!(
        "<ocop-verify {root} service='{}' code='{genuine}'>",
        copy.origin
    );
    let said = shop.says(&written).await;
    assert!(said.is_good, "{}", said.text);
    let asked = copy.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].starts_with("GET /assets/inspector."), "{asked:?}");
    assert_eq!(asked[1], "GET /pack", "{asked:?}");
    assert_eq!(shop.kept().await, "something=kept", "no cookie, no storage");

    shop.close().await;
}

/// The page's clock is three days ahead of when the lists were signed.
const LATER: &str = "<script>{
    const Real = Date;
    window.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [Real.now() + 3 * 86400000])); }
    };
}</script>";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_order_with_a_reservation_is_said_too() {
    let service = Service::begin().await;
    let script = service.demonstration.at("/widget.js");
    let shop = Shop::open_with(&format!("{LATER}<script src='{script}' async></script>")).await;
    let (root, code) = (&service.root, service.code("genuine"));
    for (language, words) in [
        ("vi", "Danh sách tình trạng đã cũ"),
        ("en", "The status list is old"),
    ] {
        let said = shop
            .says(&format!(
                "<ocop-verify lang='{language}' root='{root}' code='{code}'>"
            ))
            .await;
        assert_eq!(said.answer["verdict"], "genuine", "{}", said.text);
        assert_eq!(said.answer["checks"]["status"], "warn", "{}", said.text);
        assert!(said.text.contains(words), "{}", said.text);
        // Nobody said what the package shows: that is no reservation.
        assert_eq!(said.answer["checks"]["stars_on_package"], "unknown");
        let stars = said.answer["details"]["stars_on_package"][language].as_str();
        assert!(stars.is_none_or(|stars| !said.text.contains(stars)));
    }
    shop.close().await;
}

/// A photograph of two codes.
fn beside(one: &str, other: &str) -> image::GrayImage {
    let [one, other] = [one, other].map(|text| {
        let photo = image::load_from_memory(&crate::api::photo_of(text));
        photo.unwrap().into_luma8()
    });
    let across = one.width() + 40;
    let (width, height) = (across + other.width(), one.height().max(other.height()));
    let mut both = image::GrayImage::from_pixel(width, height, image::Luma([255]));
    image::imageops::overlay(&mut both, &one, 0, 0);
    image::imageops::overlay(&mut both, &other, i64::from(across), 0);
    both
}

#[tokio::test(flavor = "multi_thread")]
async fn people_type_a_code_or_choose_a_photograph() {
    let service = Service::begin().await;
    let shop = Shop::open(&service.demonstration.at("/widget.js")).await;
    let (genuine, expired) = (service.code("genuine"), service.code("expired"));
    let written = format!("<ocop-verify root='{}'>", service.root);

    shop.shows(&written).await;
    let said = shop.typed(&expired).await;
    assert_eq!(said.answer["verdict"], "expired");
    let said = shop.typed("CB-0-9").await;
    assert_eq!(said.heading, UNCHECKED[0], "a mistyped number");

    shop.shows(&written).await;
    let photograph = service.demonstration.folder().join("photograph.png");
    std::fs::write(&photograph, crate::api::photo_of(&genuine)).unwrap();
    let said = shop.photographed(&photograph).await;
    assert_eq!(said.answer["verdict"], "genuine", "{}", said.text);
    assert!(said.is_good, "{}", said.text);

    shop.shows(&written).await;
    let empty = service.demonstration.folder().join("empty.png");
    image::RgbImage::from_pixel(320, 240, image::Rgb([200, 200, 200]))
        .save(&empty)
        .unwrap();
    let said = shop.photographed(&empty).await;
    assert_eq!(said.heading, UNCHECKED[0]);
    assert!(said.text.contains("Không tìm thấy mã QR"), "{}", said.text);

    // Which of two certificates is meant is not guessed; a code of somebody else's is none.
    let both = service.demonstration.folder().join("both.png");
    beside(&genuine, &expired).save(&both).unwrap();
    for (language, words) in [("vi", "nhiều mã QR"), ("en", "several different QR codes")] {
        let root = &service.root;
        shop.shows(&format!("<ocop-verify lang='{language}' root='{root}'>"))
            .await;
        let said = shop.photographed(&both).await;
        assert_eq!(said.answer["verdict"], Value::Null, "{}", said.text);
        assert!(said.text.contains(words), "{}", said.text);
    }
    shop.shows(&written).await;
    beside(&genuine, "https://producer.example/shop")
        .save(&both)
        .unwrap();
    let said = shop.photographed(&both).await;
    assert_eq!(said.answer["verdict"], "genuine", "{}", said.text);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_pins_the_script_has_pinned_the_judge() {
    let service = Service::begin().await;
    let page = fetch(service.demonstration.at("/widget?lang=en")).await;
    let page = String::from_utf8(page).unwrap();
    let after = |mark: &str| {
        let (_, rest) = page.split_once(mark).unwrap();
        rest.split(['"', '&']).next().unwrap().to_owned()
    };
    let pinned = format!("/assets/widget.{}", after("/assets/widget."));
    let integrity = after("integrity=\"");
    let script = fetch(service.demonstration.at(&pinned)).await;
    assert_eq!(script, fetch(service.demonstration.at("/widget.js")).await);
    let script = String::from_utf8(script).unwrap();
    let hash = |bytes: &[u8]| {
        use base64::Engine;
        use sha2::Digest;
        let hash = sha2::Sha256::digest(bytes);
        format!("sha256-{}", base64::prelude::BASE64_STANDARD.encode(hash))
    };
    assert_eq!(integrity, hash(script.as_bytes()));
    assert!(script.contains(&hash(MODULE)), "the module by its hash");
    assert!(!script.contains("{{"), "every place is filled");
    let shop = Shop::open_with(&format!(
        "<script src='{}' async crossorigin='anonymous' integrity='{integrity}'></script>",
        service.demonstration.at(&pinned)
    ))
    .await;
    let (root, code) = (&service.root, service.code("genuine"));
    let said = shop
        .says(&format!("<ocop-verify root='{root}' code='{code}'>"))
        .await;
    assert!(said.is_good, "{}", said.text);
    shop.close().await;
}

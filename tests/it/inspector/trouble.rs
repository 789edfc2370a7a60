//! What goes wrong with a phone: clock, camera, room, photographs. Each is said, with what to do.

use std::fs::File;
use std::io::BufWriter;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{FilterType as Resize, overlay, resize};
use image::{ExtendedColorType, GrayImage, ImageEncoder, Luma};
use serde_json::json;

use super::device::Device;
use super::film;
use super::served::Served;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_by_a_year_is_said_and_the_signed_instant_used() {
    let served = Served::with(2).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    device
        .before_each_page("const real = Date.now; Date.now = () => real() - 365 * 86400000;")
        .await;
    device
        .open(&format!("{}/inspector?lang=vi", served.origin))
        .await;
    let said = device.reads("#clock", "ĐỒNG HỒ MÁY CHẠY CHẬM").await;
    assert!(said.contains("Hãy đặt lại ngày giờ"), "{said}");
    assert_eq!(device.checks(&served.codes[0]).await, "genuine");
    device.picture("clock").await;
    let entries = device.entries().await;
    let entry = &entries[0];
    assert_eq!(entry["at"], entry["pack_made_at"]);
    let year = |key: &str| entry[key].as_str().unwrap()[..4].parse::<i32>().unwrap();
    assert_eq!(year("clock") + 1, year("at"));
    // By that clock no pack is old, and what is newer comes all the same.
    served.newer_pack("2/QĐ-UBND", 1).await;
    device
        .open(&format!("{}/inspector?lang=vi", served.origin))
        .await;
    device.reads("#pack", "Gói dữ liệu số 2").await;
}

/// The module ends in the middle of every verdict.
const TRAPS: &str = "const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...given) {
        if (message.call !== 'judge') return post.call(this, message, ...given);
        setTimeout(() => this.onmessage({ data: { id: message.id, trapped: true, failed: 'unreachable' } }));
    };";
/// The worker's script is not there.
const GONE: &str = "const Real = window.Worker;
    window.Worker = class extends Real {
        constructor(address, options) {
            super(String(address).replace('engine.js', 'gone.js'), options);
        }
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_that_does_not_run_is_said_and_the_page_goes_on() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    served.network.lock().unwrap().silent = true;
    device.before_each_page(TRAPS).await;
    let path = served.codes[0].split_once("/v/").unwrap().1;
    device.open(&format!("{}/v/{path}", served.origin)).await;
    device
        .reads("#said.loud", "Bộ kiểm tra không chạy được")
        .await;

    served.network.lock().unwrap().silent = false;
    device.before_each_page(GONE).await;
    device
        .open(&format!("{}/inspector?lang=vi", served.origin))
        .await;
    let forget = "document.querySelector('#said').replaceChildren();
                  document.querySelector('#number').value = arguments[0]";
    let code = json!(served.codes[0]);
    device.client.execute(forget, vec![code]).await.unwrap();
    device.press("#typed button").await;
    device
        .reads("#said.loud", "Bộ kiểm tra không chạy được")
        .await;
}

/// The module ends while a newer pack is completed: another instance, with no pack, takes over.
const STOPS: &str = "const Real = window.Worker;
    window.Worker = class extends Real {
        constructor(address, options) {
            super(address, options);
            this.another = () => new Real(address, options);
        }
        postMessage(message, ...given) {
            if (message.module) this.module = message;
            if (message.call === 'complete') {
                this.next = this.another();
                this.next.onmessage = event => this.onmessage(event);
                this.next.postMessage(this.module);
                setTimeout(() => this.onmessage({ data: { id: message.id, trapped: true, failed: 'unreachable' } }));
            } else if (this.next) this.next.postMessage(message, ...given);
            else super.postMessage(message, ...given);
        }
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_that_stops_over_a_newer_pack_goes_on_by_the_held_one() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    device.before_each_page(STOPS).await;
    device.install(&served.origin).await;
    // Nor is there a whole pack in place of what it stumbled over.
    served.network.lock().unwrap().instead = Some(b"no pack".to_vec());
    device.press("#update").await;
    device.sees("#updating[data-state=refused]").await;
    assert_eq!(device.checks(&served.codes[0]).await, "genuine");
}

/// A browser that does not say how much room there is, and a person who does not answer it.
const UNANSWERED: &str = "StorageManager.prototype.estimate = undefined;
    StorageManager.prototype.persist = () => new Promise(() => {});";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_kept_says_so_and_gets_newer_packs_all_the_same() {
    let served = Served::with(1).await;
    served.network.lock().unwrap().away = Some("/inspector/app.webmanifest");
    let device = Device::without_camera().await;
    device.before_each_page(UNANSWERED).await;
    let page = format!("{}/inspector?lang=vi", served.origin);
    device.open(&page).await;
    device.reads("#state", "Chưa giữ được trang").await;
    device.sees("#pack:not(.loud)").await;
    served.newer_pack("2/QĐ-UBND", 1).await;
    let later = "const real = Date.now; Date.now = () => real() + 2 * 3600000;
                 window.dispatchEvent(new Event('online'))";
    device.client.execute(later, vec![]).await.unwrap();
    device.reads("#pack", "Gói dữ liệu số 2").await;

    // Opened again when all of it comes.
    served.network.lock().unwrap().away = None;
    device.open(&page).await;
    let said = device
        .reads("#installed", "Trang này mở được khi không có mạng.")
        .await;
    assert_eq!(said, "Trang này mở được khi không có mạng.");
    let state = device.sees("#state").await;
    assert!(!state.contains("Chưa giữ được trang"), "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_camera_or_when_it_is_refused_the_next_step_is_said() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    device.press("#scan").await;
    device.reads("#said.loud", "Không tìm thấy máy ảnh").await;
    let film = tempfile::tempdir().unwrap();
    let film = film::of(film.path(), &[&served.codes[0]]);
    let device = Device::with(&[
        "--use-fake-device-for-media-stream".to_owned(),
        format!("--use-file-for-fake-video-capture={}", film.display()),
        "--deny-permission-prompts".to_owned(),
    ])
    .await;
    device.install(&served.origin).await;
    device.press("#scan").await;
    let said = device
        .reads("#said.loud", "chưa được phép dùng máy ảnh")
        .await;
    assert!(said.contains("hoặc gõ số giấy"), "{said}");
    device.picture("camera.refused").await;
    // The other ways still lead to a verdict.
    assert_eq!(device.checks(&served.codes[0]).await, "genuine");
    let english = format!("{}/inspector?lang=en", served.origin);
    device.open(&english).await;
    device.press("#scan").await;
    device
        .reads("#said.loud", "The browser may not use the camera")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_the_full_device_does_not_keep_is_said_not_to_be_kept() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    assert_eq!(device.checks(&served.codes[0]).await, "genuine");
    device.reads("#kept[data-kept=true]", "mục 1").await;
    let full = "const add = IDBObjectStore.prototype.add;
         window.full = full => { IDBObjectStore.prototype.add = full
            ? function () { throw new DOMException('no room', 'QuotaExceededError'); } : add; };
         window.full(true)";
    device.client.execute(full, vec![]).await.unwrap();
    assert_eq!(
        device.checks(&served.codes[0]).await,
        "genuine",
        "the verdict stands"
    );
    let said = device
        .reads("#kept[data-kept=false]", "KHÔNG ĐƯỢC GHI")
        .await;
    assert!(
        said.contains("máy đã hết chỗ") && said.contains("kiểm tra lại mã này"),
        "{said}"
    );
    device.picture("full").await;
    device
        .client
        .execute("window.full(false)", vec![])
        .await
        .unwrap();
    device.checks(&served.codes[0]).await;
    device.reads("#kept[data-kept=true]", "mục 2").await;
    let counters: Vec<_> = device
        .entries()
        .await
        .iter()
        .map(|entry| entry["counter"].clone())
        .collect();
    assert_eq!(counters, [json!(1), json!(2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_of_a_hundred_megapixels_is_read_and_a_larger_one_refused_in_words() {
    let served = Served::with(1).await;
    let folder = tempfile::tempdir().unwrap();
    let label = film::label(&served.codes[0]);
    let wide = resize(
        &label,
        4000,
        4000 * label.height() / label.width(),
        Resize::Nearest,
    );
    let mut photograph = GrayImage::from_pixel(10_000, 10_000, Luma([140]));
    overlay(&mut photograph, &wide, 2500, 2500);
    let path = folder.path().join("large.png");
    let file = BufWriter::new(File::create(&path).unwrap());
    PngEncoder::new_with_quality(file, CompressionType::Fast, FilterType::Up)
        .write_image(photograph.as_raw(), 10_000, 10_000, ExtendedColorType::L8)
        .unwrap();
    drop(photograph);
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    device.types("#photo", &path.display().to_string()).await;
    device.sees("#kept[data-kept=true]").await;
    assert_eq!(device.verdict().await, "genuine");

    // The size that it states is enough.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    std::fs::write(&path, bytes).unwrap();
    device.types("#photo", &path.display().to_string()).await;
    let said = device.reads("#said.loud", "400 megapixel").await;
    assert!(said.contains("cắt lấy phần có mã"), "{said}");
    std::fs::write(&path, "no picture at all, but a text").unwrap();
    device.types("#photo", &path.display().to_string()).await;
    device.reads("#said.loud", "không phải ảnh").await;
}

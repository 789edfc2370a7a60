//! Two codes in one picture, and a shelf of them.

use fantoccini::Locator;
use serde_json::json;

use super::device::Device;
use super::film;
use super::served::Served;

/// Counts the cameras that are on.
const WATCH: &str = "window.tracks = [];
    const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async wanted => {
        const stream = await asked(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };";
const ON: &str = "return window.tracks.filter(track => track.readyState === 'live').length";

/// At which of these milliseconds a code is checked whose check comes to nothing each time.
const REFUSED: &str = "
    const script = document.querySelector('script[type=module]').src;
    const { Shelf } = await import(new URL('./shelf.js', script));
    const shelf = new Shelf(document.createElement('div'), document.createElement('ul'));
    const checked = [];
    let now = 0;
    performance.now = () => now;
    for (now of [0, 1500, 3000, 6000, 7000]) {
        if (!shelf.take('refused')) continue;
        shelf.forget('refused');
        checked.push(now);
    }
    delete performance.now;
    return checked;";

#[tokio::test(flavor = "multi_thread")]
async fn of_two_codes_one_is_chosen_and_on_a_shelf_both_are_taken_once() {
    let served = Served::with(2).await;
    let folder = tempfile::tempdir().unwrap();
    let film = film::of(folder.path(), &[&served.codes[0], &served.codes[1]]);
    let device = Device::with_camera(&film).await;
    device.before_each_page(WATCH).await;
    device.install(&served.origin).await;
    let on = async || device.client.execute(ON, vec![]).await.unwrap();

    device.press("#scan").await;
    device.reads("#choice", "Trong ảnh có 2 mã").await;
    assert_eq!(on().await, 0, "the camera is off");
    device.picture("two-codes").await;
    device.press("#choice button").await;
    device.sees("#kept[data-kept=true]").await;
    assert_eq!(device.verdict().await, "genuine");
    assert_eq!(device.entries().await.len(), 1);

    device.press("#on-shelf").await;
    device.press("#scan").await;
    device.sees("#shelf li:nth-child(2)").await;
    assert_eq!(on().await, 1, "it goes on");
    device.reads("#tally", "Đã kiểm tra 2 mã").await;
    device.picture("shelf").await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let entries = device.entries().await;
    assert_eq!(entries.len(), 3, "each once");
    assert!(entries[1]["shelf"] == true && entries[2]["shelf"] == true);
    assert_ne!(entries[1]["code"], entries[2]["code"]);
    device.press("#stop").await;
    assert_eq!(on().await, 0);

    // A page that nobody sees looks at nothing.
    device.press("#scan").await;
    device.sees("#camera:not([hidden])").await;
    let hidden = "Object.defineProperty(document, 'hidden', { get: () => true });
                  document.dispatchEvent(new Event('visibilitychange'))";
    while on().await == 0 {}
    device.client.execute(hidden, vec![]).await.unwrap();
    assert_eq!(on().await, 0);
    device
        .reads("#said", "Máy ảnh đã tắt khi bạn rời trang")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_checked_is_counted_and_listed_apart_from_what_is_in_force() {
    let served = Served::with(1).await;
    let folder = tempfile::tempdir().unwrap();
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    device.press("#on-shelf").await;
    let plain = served.codes[0].clone();
    // Only the service can check a label's serial.
    let with_serial = plain.replace("/v/", "/s/0000000001123456");
    for (count, code) in [(1, &plain), (2, &with_serial)] {
        let photograph = folder.path().join(format!("{count}.png"));
        film::label(code).save(&photograph).unwrap();
        let photograph = photograph.display().to_string();
        device.types("#photo", &photograph).await;
        let counted = format!("Đã kiểm tra {count} mã");
        device.reads("#tally", &counted).await;
    }
    let tally = device.sees("#tally").await;
    assert!(tally.contains("chưa kiểm tra số sê-ri"), "{tally}");
    let counted = device.client.find_all(Locator::Css("#tally li")).await;
    assert_eq!(counted.unwrap().len(), 2, "{tally}");
    device.picture("shelf.apart").await;

    // What the journal keeps does not say that everything could be checked.
    device.press("[data-view=journal]").await;
    let listed = device
        .reads(".entries > li:nth-child(2)", "Giấy chứng nhận")
        .await;
    assert!(listed.contains("Giấy chứng nhận thật"), "{listed}");
    let drawing = async |line: u8| {
        let css = format!(".entries > li:nth-child({line}) summary svg");
        device.client.find(Locator::Css(&css)).await.is_ok()
    };
    assert!(drawing(1).await, "the serial was not checked");
    assert!(!drawing(2).await, "no seal");

    assert_eq!(device.gives(REFUSED).await, json!([0, 6000]));
}

//! Two codes in one picture, and a shelf of them.

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

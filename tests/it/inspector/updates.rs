//! The pack over a bad network, and packs that are not to be taken.

use serde_json::json;

use crate::custody::programme::root;

use super::device::Device;
use super::served::{Served, programme_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_is_cut_goes_on_where_it_ended_also_after_a_reload() {
    let served = Served::with(400).await;
    served.network.lock().unwrap().cuts = vec![3000, 2000];
    let device = Device::without_camera().await;
    let page = format!("{}/inspector?lang=vi", served.origin);
    device.client.goto(&page).await.unwrap();
    device.sees("#updating[data-state=network]").await;
    device.picture("update.cut").await;
    // Closed before it tries again, and opened.
    device.client.goto(&page).await.unwrap();
    device.reads("#pack", "Gói dữ liệu số 1").await;
    // It went on where it had been cut, and was never begun again, however often it tried.
    let asked = served.asked();
    assert_eq!(asked[0], (String::new(), 200));
    assert!(asked.len() >= 3, "{asked:?}");
    for (range, status) in &asked[1..] {
        let from = range.trim_start_matches("bytes=").trim_end_matches('-');
        let from: usize = from.parse().unwrap_or_default();
        assert!(from >= 3000 && *status == 206, "{asked:?}");
    }
    assert_eq!(device.checks(&served.codes[399]).await, "genuine");

    // The newer one comes as a delta; of pieces of another pack nothing is used.
    served.newer_pack("2/QĐ-UBND", 300).await;
    served.network.lock().unwrap().cuts = vec![1000];
    device.press("#update").await;
    device.sees("#updating[data-state=network]").await;
    device.client.goto("about:blank").await.unwrap();
    served.newer_pack("3/QĐ-UBND", 5).await;
    device.client.goto(&page).await.unwrap();
    device.reads("#pack", "Gói dữ liệu số 3").await;
    let asked = served.asked();
    assert_eq!(asked[1], ("bytes=1000-".to_owned(), 200), "the whole anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_is_older_or_of_another_root_or_altered_is_refused_and_the_held_one_stays() {
    let served = Served::with(3).await;
    let first = served.pack.clone();
    let second = served.newer_pack("2/QĐ-UBND", 2).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    device.reads("#pack", "Gói dữ liệu số 2").await;
    let (_, _, other) = programme_of(root(9), 3).await;
    let mut altered = second.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let short = second[..second.len() - 40].to_vec();
    for (name, pack) in [
        ("older", first),
        ("other-root", other),
        ("altered", altered),
        ("short", short),
    ] {
        served.network.lock().unwrap().instead = Some(pack);
        device.press("#update").await;
        let said = device.sees("#updating[data-state=refused]").await;
        assert!(
            said.contains("KHÔNG NHẬN") && said.contains("Gói đang có vẫn được dùng"),
            "{name}: {said}"
        );
        println!("{name}: {said}");
        device.picture(&format!("update.{name}")).await;
        device.reads("#pack", "Gói dữ liệu số 2").await;
        assert_eq!(device.checks(&served.codes[0]).await, "genuine");
        device
            .open(&format!("{}/inspector?lang=vi", served.origin))
            .await;
    }
    served.network.lock().unwrap().instead = None;
    device.press("#update").await;
    device.sees("#updating[data-state=done]").await;
}

/// Checks a code while the newer pack is being opened.
const MEANWHILE: &str = "
    document.querySelector('#number').value = arguments[0];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...given) {
        post.call(this, message, ...given);
        if (message.call === 'open') document.querySelector('#typed').requestSubmit();
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_names_the_pack_that_it_is_by_and_how_old_that_is_then() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    served.newer_pack("2/QĐ-UBND", 1).await;
    let code = json!(served.codes[0]);
    device.client.execute(MEANWHILE, vec![code]).await.unwrap();
    device.press("#update").await;
    device.reads("#pack", "Gói dữ liệu số 2").await;
    device.sees("#kept[data-kept=true]").await;
    assert_eq!(device.entries().await[0]["pack"], 2);

    // The page stays open for three days.
    let later = "const real = Date.now; Date.now = () => real() + 3 * 86400000";
    device.client.execute(later, vec![]).await.unwrap();
    device.checks(&served.codes[0]).await;
    let said = device.sees(".judged").await;
    assert!(said.contains("Gói đã cũ quá 48 giờ"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_root_key_than_the_pinned_one_is_said_and_nothing_judged_by_it() {
    let served = Served::with(1).await;
    let device = Device::without_camera().await;
    let page = format!("{}/inspector?lang=vi", served.origin);
    device.client.goto(&page).await.unwrap();
    // The phone was installed with another programme's page.
    let pinned = root(9);
    let pinned = crate::custody::programme::public(&pinned).to_base64();
    device.sees("body[data-installed]").await;
    let pin = format!(
        "const opened = await new Promise(done => {{ const asked = indexedDB.open('ocop-inspector'); asked.onsuccess = () => done(asked.result); }});
         await new Promise(done => {{ const changing = opened.transaction(['settings', 'packs'], 'readwrite');
            changing.objectStore('settings').put('{pinned}', 'root'); changing.objectStore('settings').delete('held');
            changing.objectStore('packs').delete('held'); changing.oncomplete = done; }});
         opened.close(); return true;"
    );
    device.gives(&pin).await;
    device.open(&page).await;
    device
        .reads("#state", "khóa gốc khác với khóa đã ghim")
        .await;
    device.sees("#updating[data-state=refused]").await;
    device.picture("other-root").await;
    let set = "document.querySelector('#number').value = arguments[0]";
    let code = serde_json::json!(served.codes[0]);
    device.client.execute(set, vec![code]).await.unwrap();
    device.press("#typed button").await;
    device.reads("#result", "Chưa có gói ngoại tuyến").await;
}

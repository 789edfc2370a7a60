//! The pack over a bad network, and packs that are not to be taken.

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
    let asked = served.asked();
    let ranges: Vec<(&str, u16)> = asked
        .iter()
        .map(|(range, status)| (range.as_str(), *status))
        .collect();
    assert_eq!(
        ranges,
        [("", 200), ("bytes=3000-", 206), ("bytes=5000-", 206)]
    );
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

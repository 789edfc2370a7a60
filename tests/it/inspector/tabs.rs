//! Two tabs that write at the same time write one chain.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::json;

use super::device::{Device, PATIENCE};
use super::served::Served;

/// Writes twenty entries one after the other, and does not wait for it.
const WRITE: &str = "
    const script = document.querySelector('script[type=module]').src;
    window.writing = (async () => {
        const { append } = await import(new URL('./chain.js', script));
        const at = new Date().toISOString().slice(0, 19) + 'Z';
        for (let count = 0; count < 20; count++) {
            await append({ kind: 'check', at, clock: at, code: 'tab TAB', verdict: 'not_ocop', number: null,
                stars_on_package: null, trust_list: 1, pack: 1, pack_made_at: at, shelf: false });
        }
    })();";

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_write_one_chain_with_locks_and_without() {
    let served = Served::with(1).await;
    for without_locks in [false, true] {
        let device = Device::without_camera().await;
        if without_locks {
            let gone = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })";
            device.before_each_page(gone).await;
        }
        device.install(&served.origin).await;
        let first = device.client.window().await.unwrap();
        device.client.new_window(true).await.unwrap();
        let tabs = device.client.windows().await.unwrap();
        let second = tabs.into_iter().find(|tab| *tab != first).unwrap();
        device.client.switch_to_window(second).await.unwrap();
        if without_locks {
            let gone = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })";
            device.before_each_page(gone).await;
        }
        device.open(&format!("{}/inspector", served.origin)).await;
        let begin = async |tab: &str| {
            let script = WRITE.replace("TAB", tab);
            device.client.execute(&script, vec![]).await.unwrap();
        };
        begin("2").await;
        device.client.switch_to_window(first).await.unwrap();
        begin("1").await;
        device.gives("await window.writing; return true;").await;
        let begun = Instant::now();
        let entries = loop {
            let entries = device.entries().await;
            if entries.len() == 40 {
                break entries;
            }
            let count = entries.len();
            assert!(begun.elapsed() < PATIENCE, "{count} entries of 40");
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let devices: BTreeSet<String> = entries
            .iter()
            .map(|entry| entry["device"].to_string())
            .collect();
        assert_eq!(devices.len(), 1, "one chain");
        for (place, entry) in entries.iter().enumerate() {
            assert_eq!(entry["counter"], json!(place + 1));
        }
        device.press("[data-view=journal]").await;
        device.press("#journal .verify").await;
        device.reads("#journal", "Chuỗi nguyên vẹn: 40 mục").await;
    }
}

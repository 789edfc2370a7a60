//! A journal of ten thousand entries that wait.

use super::device::Device;
use super::offline::Demonstration;

/// Writes entries as the page does, many in one transaction.
const MANY: &str = "
    const script = document.querySelector('script[type=module]').src;
    const { link, head } = await import(new URL('./chain.js', script));
    let end = await head();
    const rows = [];
    for (let count = 0; count < 10000; count++) {
        const at = new Date(Date.now() - 3600000).toISOString().slice(0, 19) + 'Z';
        const row = await link(end, { kind: 'check', at, clock: at, code: CODE, verdict: 'genuine',
            number: null, stars_on_package: null, trust_list: 1, pack: 1, pack_made_at: at, shelf: true });
        rows.push(row);
        end = { device: row.device, counter: row.counter, hash: row.hash };
    }
    const opened = await new Promise(done => { const asked = indexedDB.open('ocop-inspector'); asked.onsuccess = () => done(asked.result); });
    await new Promise(done => {
        const writing = opened.transaction(['settings', 'entries'], 'readwrite');
        for (const row of rows) writing.objectStore('entries').add(row);
        writing.objectStore('settings').put(end, 'chain');
        writing.oncomplete = done;
    });
    opened.close();
    return end.device;";

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_entries_are_sent_while_the_page_is_used() {
    let demonstration = Demonstration::begin();
    let device = Device::without_camera().await;
    let origin = demonstration.origin();
    device.install(&origin).await;
    let code = serde_json::to_string(&demonstration.code("genuine")).unwrap();
    let written = device.gives(&MANY.replace("CODE", &code)).await;
    device.open(&format!("{origin}/inspector?lang=vi")).await;
    device.reads("#sync", "10000 mục chờ đồng bộ").await;
    device.press("[data-view=journal]").await;
    device.sees(".entries li:nth-child(30)").await;
    device.press("#journal .verify").await;
    device
        .reads("#journal", "Chuỗi nguyên vẹn: 10000 mục")
        .await;
    device.press("[data-view=check]").await;
    demonstration.sign_in(&device).await;
    // In the middle of it a code is checked.
    assert_eq!(
        device.checks(&demonstration.code("genuine")).await,
        "genuine"
    );
    let waiting = device
        .sees("#sync[data-state=done][data-waiting='0']")
        .await;
    assert!(!waiting.is_empty());
    let head = format!(
        "return (await fetch('/api/v1/journal/{}')).json();",
        written.as_str().unwrap()
    );
    assert_eq!(device.gives(&head).await["size"], 10_001);
}

//! A chain that is begun anew while checks of the one before are still shown.

use fantoccini::Locator;

use super::device::Device;
use super::served::Served;

/// The server has SENT entries of this chain, and another is begun.
const BEGIN: &str = "
    const script = document.querySelector('script[type=module]').src;
    const { beginAnew } = await import(new URL('./chain.js', script));
    const { set } = await import(new URL('./store.js', script));
    await set('synced', SENT);
    await beginAnew();
    return true;";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_to_a_check_follows_it_into_another_chain_or_is_refused() {
    let served = Served::with(2).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    let begin = async |sent: usize| {
        let script = BEGIN.replace("SENT", &sent.to_string());
        device.gives(&script).await;
    };

    // The check was sent, and stays behind.
    device.checks(&served.codes[0]).await;
    begin(1).await;
    device.types(".add textarea", "Kệ số 3").await;
    device.press(".keep-note").await;
    let said = device.reads(".add .said", "CHƯA GHI ĐƯỢC").await;
    assert!(said.contains("thuộc nhật ký trước"), "{said}");
    assert_eq!(device.entries().await.len(), 1, "nothing is written");

    // The second of these was not sent, and comes along as the first.
    device.checks(&served.codes[0]).await;
    device.checks(&served.codes[1]).await;
    begin(1).await;
    device.types(".add textarea", "Kệ số 4").await;
    device.press(".keep-note").await;
    device.reads(".additions", "Kệ số 4").await;
    let entries = device.entries().await;
    assert_eq!(entries.len(), 5);
    let (check, note) = (&entries[3], &entries[4]);
    assert_eq!(check["code"], served.codes[1].as_str());
    assert_eq!(note["note"], "Kệ số 4");
    assert_eq!(note["to"], 1);
    assert_eq!(note["device"], check["device"]);
    assert_eq!(note["previous"].as_str().map(str::len), Some(43));

    // To what stays behind nothing is offered to be added.
    device.press("[data-view=journal]").await;
    device.press(".entries > li:nth-child(1) summary").await;
    device.sees(".entries > li:nth-child(1) textarea").await;
    device.press(".entries > li:nth-child(2) summary").await;
    let stays = ".entries > li:nth-child(2)";
    device.reads(stays, "thuộc nhật ký trước").await;
    let field = Locator::Css(".entries > li:nth-child(2) textarea");
    assert!(device.client.find(field).await.is_err());
    device.press("#journal .verify").await;
    device.reads("#journal", "Chuỗi nguyên vẹn: 5 mục").await;
}

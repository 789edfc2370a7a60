//! One report of a shopper, for the demonstration's inspector to look at.

use super::super::output::Error;
use crate::office::{Office, TypedShopperReport};

/// What its form would have drawn: a demonstration that is opened again has it already.
const ONCE: &str = "ban-thu-nghiem-0000001";

/// Reports that a package shows more stars than the certificate of its code.
pub async fn open(office: &Office, code: &str) -> Result<(), Error> {
    let text = str::to_owned;
    let typed = TypedShopperReport {
        code: text(code),
        once: text(ONCE),
        reason: text("more_stars"),
        description: text("Bao bì ở quầy in 5 sao, trang kiểm tra ghi ít hơn."),
        shop: text("Cửa hàng Thử"),
        shop_address: text("Chợ Thử, xã Bản Mới"),
        province: text("VN-04@2"),
        contact: text("nguoi.mua@ocop.example"),
        ..TypedShopperReport::default()
    };
    office.report_suspicion(&typed, Vec::new()).await?;
    Ok(())
}

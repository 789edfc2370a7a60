//! Lists to measure, and their issuing.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop::office::{Issued, Office, Order};
use ocop::signer::Signer;

/// Issues the list of the decision with a number.
pub async fn issue(
    office: &Office,
    signer: &Arc<dyn Signer>,
    list: Vec<u8>,
    decision: &str,
) -> Issued {
    let order = Order {
        council: "CB".parse().expect("a code"),
        decision: decision.to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 8, 4).expect("a day"),
        authority: None,
        list,
        skip_bad_rows: false,
    };
    let issued = office.issue(order, Arc::clone(signer), |_, _| {}).await;
    issued.expect("every row is good")
}

/// A list as a spreadsheet writes one, with names as long as real ones.
pub fn list(rows: usize) -> Vec<u8> {
    let mut list = String::from(
        "product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars,\
         product_code,gtin,lowered_because\n",
    );
    for row in 0..rows {
        let village = row % 97;
        list.push_str(&format!(
            "Miến dong Bản Mới số {row},Hợp tác xã Nông nghiệp Bản Mới {village},cooperative,\
             \"Xã Bản Mới, tỉnh Cao Bằng\",6,34.50,20.75,28.25,4,04-01732-{row}-2026,,\n",
        ));
    }
    list.into_bytes()
}

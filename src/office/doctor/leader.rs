//! Whether anybody does what one service of several is to do.

use super::{Finding, Health, finding};
use crate::office::{Error, Office};

impl Office {
    /// Nothing on SQLite, where every service does it.
    pub(super) async fn leader_finding(&self) -> Result<Option<Finding>, Error> {
        Ok(self.register.is_led().await?.map(|is_led| {
            if is_led {
                finding(
                    "leader",
                    Health::Good,
                    "Có một dịch vụ dẫn đầu".to_owned(),
                    "A service leads".to_owned(),
                )
            } else {
                finding(
                    "leader",
                    Health::Attention,
                    "Không có dịch vụ nào dẫn đầu: không ai ký danh sách và điểm chốt. Hãy chạy `ocop serve`".to_owned(),
                    "No service leads: nobody signs lists and checkpoints. Run `ocop serve`".to_owned(),
                )
            }
        }))
    }
}

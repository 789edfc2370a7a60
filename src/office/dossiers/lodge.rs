//! Lodging a dossier: complete, and with a council of the level that scores first.

use serde_json::json;

use super::step::Going;
use super::{DossierRefused, DossierView, FileKind};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::DossierRecord;
use crate::scheme::day;
use crate::scheme::dossier::DossierMove;
use crate::scheme::edition::Edition;
use crate::scheme::words::Text;

impl Office {
    /// Lodges a dossier, as of the version that was looked at.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that it lacks; that there is no such dossier, that it
    /// is not open, or that it was changed since.
    pub async fn lodge_dossier(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
    ) -> Result<DossierView, Error> {
        let record = self.dossier_to_write(access, id).await?;
        self.still(access, &record, seen).await?;
        let to = record.state.after(DossierMove::Lodge);
        let to = to.ok_or(DossierRefused::State(record.state))?;
        let edition = Edition::on(day::of(self.clock.now()));
        let mut lacking = self.lacking(&record, edition);
        let files = self.register.dossier_files(id).await?;
        if !files
            .iter()
            .any(|file| file.kind == FileKind::Picture.name())
        {
            lacking.push(no_picture());
        }
        let edition = edition.filter(|_| lacking.is_empty());
        let edition = edition.ok_or(Error::Refused(lacking))?;
        let going = Going {
            to,
            act: "dossier_lodged",
            body: json!({ "council": record.facts.council.to_string(), "edition": edition.name }),
            lodged_under: Some(edition.name),
        };
        let record = self.go(access, &record, going).await?;
        self.dossier_view(record).await
    }

    /// What a dossier lacks to be lodged, but for its pictures.
    fn lacking(&self, record: &DossierRecord, edition: Option<&'static Edition>) -> Vec<Refusal> {
        let facts = &record.facts;
        let mut lacking = Vec::new();
        let empty = Text::new(
            "Ô này trống. Hãy điền vào, lưu lại rồi nộp.",
            "This field is empty. Fill it in and save, then lodge.",
        );
        for (field, text) in [
            ("description", &facts.description),
            ("address", &facts.address),
            ("commune", &facts.commune),
        ] {
            if text.is_empty() {
                lacking.push(Refusal::of(field, "empty", empty.clone()));
            }
        }
        lacking.extend(self.not_first(facts.council, edition));
        match edition {
            None => lacking.push(Refusal::of("set_no", "no_edition", Text::new(
                "Chưa có bộ tiêu chí nào có hiệu lực vào ngày này. Hãy kiểm tra đồng hồ của máy chủ.",
                "No edition of the rules is in force on this day. Check the server's clock.",
            ))),
            Some(edition) if edition.catalogue != facts.catalogue => {
                lacking.push(Refusal::of("set_no", "catalogue_changed", Text::new(
                    "Danh mục sản phẩm đã thay đổi từ lúc viết hồ sơ. Hãy chọn lại bộ sản phẩm, lưu lại rồi nộp.",
                    "The catalogue has changed since the dossier was written. Choose the set again and save, then lodge.",
                )));
            }
            Some(_) => {}
        }
        lacking
    }
}

fn no_picture() -> Refusal {
    Refusal::of(
        "files",
        "no_picture",
        Text::new(
            "Chưa có ảnh sản phẩm. Hãy thêm ít nhất một ảnh JPEG hoặc PNG rồi nộp.",
            "There is no picture of the product. Add at least one, JPEG or PNG, then lodge.",
        ),
    )
}

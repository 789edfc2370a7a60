//! Contacts: where producers are written to. Personal data: neither logged nor recorded in events.

use std::collections::HashMap;

use lettre::Address;
use serde::Serialize;

use super::issue::list;
use super::{Error, Office, Refusal};
use crate::register::Contact;
use crate::scheme::council::CouncilCode;
use crate::scheme::text;
use crate::scheme::words::Text;

const COLUMNS: list::Columns = list::Columns {
    required: &[&["council", "producer", "email"]],
    optional: &[],
};

/// What setting contacts did.
#[derive(Debug, Serialize)]
pub struct ContactsSet {
    /// How many were set.
    pub set: usize,
    /// What somebody should look at.
    pub warnings: Vec<Refusal>,
}

impl Office {
    /// Sets the contacts of a list: all, or none if a row is wrong.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong.
    pub async fn import_contacts(&self, file: &[u8]) -> Result<ContactsSet, Error> {
        let list = list::read(file, &COLUMNS).map_err(Error::Refused)?;
        let mut refusals = list.ragged;
        let mut contacts = Vec::new();
        let mut seen: HashMap<(CouncilCode, String), usize> = HashMap::new();
        for row in &list.rows {
            let cells = ["council", "producer", "email"].map(|column| row.cell(column));
            let (contact, mut wrong) = read(cells);
            if let Some(contact) = &contact
                && let Some(first) =
                    seen.insert((contact.council, contact.producer.clone()), row.number)
            {
                wrong.push(Refusal::of(
                    "producer",
                    "line_twice",
                    Text::of(
                        format!("Chủ thể này đã có ở dòng {first}. Hãy xóa một dòng."),
                        format!("This producer is in row {first} already. Delete one of the rows."),
                    ),
                ));
            }
            for refusal in &mut wrong {
                refusal.row = Some(row.number);
            }
            refusals.append(&mut wrong);
            contacts.extend(contact.map(|contact| (Some(row.number), contact)));
        }
        refusals.sort_by_key(|refusal| refusal.row);
        self.set_contacts(contacts, refusals).await
    }

    /// Sets one contact.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong.
    pub async fn set_contact(
        &self,
        council: CouncilCode,
        producer: &str,
        email: &str,
    ) -> Result<ContactsSet, Error> {
        let (contact, refusals) = read([council.as_str(), producer, email]);
        let contacts = contact.map(|contact| (None, contact)).into_iter().collect();
        self.set_contacts(contacts, refusals).await
    }

    async fn set_contacts(
        &self,
        contacts: Vec<(Option<usize>, Contact)>,
        mut refusals: Vec<Refusal>,
    ) -> Result<ContactsSet, Error> {
        let held = self.held();
        let mut warnings = Vec::new();
        for (row, contact) in &contacts {
            let code = contact.council;
            if held.trust.council(code).is_none() {
                refusals.push(Refusal {
                    row: *row,
                    ..Refusal::of(
                        "council",
                        "no_such_council",
                        Text::of(
                            format!(
                                "Không có hội đồng {code} trong danh sách tin cậy. Hãy kiểm tra mã."
                            ),
                            format!(
                                "There is no council {code} on the trust list. Check the code."
                            ),
                        ),
                    )
                });
            } else if !self
                .register
                .knows_producer(code, &contact.producer)
                .await?
            {
                warnings.push(Refusal {
                    row: *row,
                    ..Refusal::of("producer", "unknown_producer", Text::of(
                        format!("Hội đồng {code} chưa cấp giấy nào cho chủ thể có tên này. Hãy ghi tên đúng như quyết định."),
                        format!("Council {code} has no certificate of a producer with this name. Write it as the decision does."),
                    ))
                });
            }
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let (set, now) = (contacts.len(), self.clock.now());
        self.writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    for (_, contact) in &contacts {
                        entry.set_contact(contact, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(ContactsSet { set, warnings })
    }

    /// Every contact, by council and name.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn contacts(&self, council: Option<CouncilCode>) -> Result<Vec<Contact>, Error> {
        let mut contacts = self.register.contacts().await?;
        contacts.retain(|contact| council.is_none_or(|code| code == contact.council));
        contacts.sort_by_cached_key(|contact| (contact.council, text::fold(&contact.producer)));
        Ok(contacts)
    }

    /// Removes a contact; says whether there was one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_contact(
        &self,
        council: CouncilCode,
        producer: &str,
    ) -> Result<bool, Error> {
        let producer = text::tidy(producer).unwrap_or_else(|_| producer.to_owned());
        Ok(self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move { entry.remove_contact(council, &producer).await })
            })
            .await?)
    }
}

/// Reads council, producer and address; everything that is wrong is said, and no address.
fn read([council, producer, email]: [&str; 3]) -> (Option<Contact>, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let code: Option<CouncilCode> = council.parse().ok();
    if code.is_none() {
        refusals.push(Refusal::of(
            "council",
            "not_a_council_code",
            Text::new(
                "Đây không phải mã hội đồng. Hãy ghi 2 đến 8 chữ cái A-Z và chữ số, ví dụ CB.",
                "This is not a council code. Write 2 to 8 letters A-Z and digits, such as CB.",
            ),
        ));
    }
    let name = text::tidy(producer).ok();
    if name.is_none() {
        refusals.push(Refusal::of("producer", "text_refused", Text::new(
            "Tên chủ thể trống hoặc có ký tự không dùng được. Hãy gõ lại như trên quyết định.",
            "The producer's name is empty or holds characters that cannot stand. Type it again as the decision has it.",
        )));
    }
    let sound = email.is_ascii() && email.len() <= 254 && email.parse::<Address>().is_ok();
    if !sound {
        refusals.push(Refusal::of("email", "not_an_email", Text::new(
            "Đây không phải địa chỉ thư điện tử. Hãy ghi như ten@vidu.vn, không dấu.",
            "This is not an e-mail address. Write one such as name@example.vn, without accents.",
        )));
    }
    let contact = code.zip(name).filter(|_| sound);
    let contact = contact.map(|(council, producer)| Contact {
        council,
        producer,
        email: email.to_owned(),
    });
    (contact, refusals)
}

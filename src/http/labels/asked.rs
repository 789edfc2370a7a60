//! What a page's form asks for: a printer by its name, besides what the API takes.

use crate::http::fields::Fields;
use crate::http::fields::Typed;
use crate::http::query;
use crate::label::Printer;

/// A form of the pages about labels.
pub struct Asked {
    /// As it was typed, to be shown again.
    pub typed: Typed,
    /// The same as parameters of the API, each with `&` before it.
    pub query: String,
    printer_is_unknown: bool,
}

impl Asked {
    /// Reads what a form sent: a printer's resolution takes the place of the one that was typed.
    pub fn read(written: &str) -> Self {
        let mut query = String::new();
        let mut printer = None;
        let mut dpi = None;
        for (name, value) in query::pairs(written) {
            match name.as_str() {
                "lang" => {}
                _ if value.trim().is_empty() => {}
                "printer" => printer = Some(value),
                "dpi" => dpi = Some(value),
                _ => query::push(&mut query, &name, &value),
            }
        }
        let named = printer.as_deref().map(Printer::named);
        let dpi = match &named {
            Some(Some(printer)) => Some(printer.dpi.to_string()),
            _ => dpi,
        };
        if let Some(dpi) = dpi {
            query::push(&mut query, "dpi", &dpi);
        }
        Self {
            typed: Typed::of_query(written),
            query,
            printer_is_unknown: matches!(named, Some(None)),
        }
    }

    /// The fields that the API would take.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::of_query(&self.query);
        if self.printer_is_unknown {
            fields.refuse(
                "printer",
                "no_such_printer",
                "Không có loại máy in này. Hãy chọn trong danh sách, hoặc ghi độ phân giải."
                    .to_owned(),
                "There is no such printer. Choose one of the list, or give a resolution."
                    .to_owned(),
            );
        }
        fields
    }
}

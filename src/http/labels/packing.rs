//! The ZIP of a decision's labels, packed in steps: what a step made is taken away before the next.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::refused::refusal;
use super::wishes::FileWishes;
use crate::http::front::Front;
use crate::label::{self, Extent, Label};
use crate::office::{BYTE_ORDER_MARK, ListedView, Refusal, harmless};

/// Labels of a step.
const STEP: usize = 8;

/// A certificate, with its label or why there is none.
pub struct Entry {
    pub listed: ListedView,
    pub label: Result<(Label, Extent), Refusal>,
}

/// A ZIP that is being packed.
pub struct Packing {
    front: Front,
    title: String,
    left: VecDeque<Entry>,
    wishes: FileWishes,
    zip: ZipWriter<StreamWriter<Basket>>,
    basket: Basket,
    rows: Vec<[String; 8]>,
    versions: BTreeMap<u8, OfVersion>,
}

/// The labels whose codes are of one version: alike but for what they say.
struct OfVersion {
    count: usize,
    label: Label,
    extent: Extent,
}

/// Where packed bytes wait to be sent.
#[derive(Clone, Default)]
struct Basket(Arc<Mutex<Vec<u8>>>);

impl Basket {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What lay in it.
    fn emptied(&self) -> Vec<u8> {
        mem::take(&mut *self.bytes())
    }
}

impl Write for Basket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Packing {
    /// Nothing packed yet.
    pub fn new(front: Front, title: String, entries: Vec<Entry>, wishes: FileWishes) -> Self {
        let basket = Basket::default();
        Self {
            front,
            title,
            left: entries.into(),
            wishes,
            zip: ZipWriter::new_stream(basket.clone()),
            basket,
            rows: Vec::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Whose turns it waits for.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Packs the next few labels, or what comes last; and what is left to do.
    ///
    /// # Errors
    /// When a label that was measured is not made, or the ZIP is not written.
    pub fn some(mut self) -> io::Result<(Vec<u8>, Option<Self>)> {
        for _ in 0..STEP {
            let Some(entry) = self.left.pop_front() else {
                return self.last();
            };
            self.pack(entry)?;
        }
        let packed = self.basket.emptied();
        Ok((packed, Some(self)))
    }

    fn last(mut self) -> io::Result<(Vec<u8>, Option<Self>)> {
        let list = self.list()?;
        self.file("list.csv", &list)?;
        let report = self.report();
        self.file("report.txt", report.as_bytes())?;
        let Self { zip, basket, .. } = self;
        zip.finish()?;
        Ok((basket.emptied(), None))
    }

    fn pack(&mut self, entry: Entry) -> io::Result<()> {
        let Entry { listed, label } = entry;
        let number = listed.certificate.number;
        let made = label.and_then(|(label, extent)| {
            let made = self.made(&label, &extent);
            let bytes = made.map_err(|error| refusal(&error, None))?;
            Ok((bytes, label, extent))
        });
        let [file, width, height, code, because] = match made {
            Ok((bytes, label, extent)) => {
                let name = format!("{number}.{}", self.wishes.format.name());
                self.file(&name, &bytes)?;
                let sides = [extent.width_mm(), extent.height_mm()];
                let [width, height] = sides.map(|mm| format!("{mm:.2}"));
                self.versions
                    .entry(extent.version())
                    .and_modify(|of| of.count += 1)
                    .or_insert(OfVersion {
                        count: 1,
                        label,
                        extent,
                    });
                [name, width, height, String::new(), String::new()]
            }
            Err(refusal) => {
                let (code, because) = (refusal.code.to_owned(), refusal.message.vi.into_owned());
                [String::new(), String::new(), String::new(), code, because]
            }
        };
        let product = harmless(listed.certificate.product);
        let producer = harmless(listed.certificate.producer);
        let number = number.to_string();
        self.rows.push([
            number, product, producer, file, width, height, code, because,
        ]);
        Ok(())
    }

    fn made(&self, label: &Label, extent: &Extent) -> Result<Vec<u8>, label::Error> {
        // Codes of one version differ in what they say, not in how they are read.
        if !self.versions.contains_key(&extent.version()) {
            self.front.tested().check(label, extent)?;
        }
        self.wishes.file(label, extent)
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)
    }

    fn list(&self) -> io::Result<Vec<u8>> {
        let mut rows = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        rows.write_record([
            "number",
            "product",
            "producer",
            "file",
            "width_mm",
            "height_mm",
            "left_out_code",
            "left_out_because",
        ])?;
        for row in &self.rows {
            rows.write_record(row)?;
        }
        rows.into_inner().map_err(|error| error.into_error())
    }

    fn report(&self) -> String {
        let made = self.rows.iter().filter(|row| !row[3].is_empty()).count();
        let mut text = format!(
            "{}\n\nTem nhãn đã tạo: {made}; để lại: {} (lý do ở list.csv).\nLabels made: {made}; left out: {} (list.csv says why).\n",
            self.title,
            self.rows.len() - made,
            self.rows.len() - made
        );
        for (version, of) in &self.versions {
            let size = of.extent.size();
            text += &format!(
                "\nMã phiên bản {version} / codes of version {version}: {} tem / labels\n  {}: {:.2} × {:.2} mm, ô / module {:.3} mm = {} điểm / dots, {} dpi\n",
                of.count,
                of.label.number,
                of.extent.width_mm(),
                of.extent.height_mm(),
                size.module_mm(),
                size.dots(),
                size.dpi()
            );
            if let Ok(report) = self.front.tested().report(&of.label, &of.extent) {
                text += &report.to_text();
            }
        }
        text
    }
}

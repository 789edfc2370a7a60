//! Pages of marks in a PDF's language: lines of text, rules, photographs as they are, and codes
//! as one path of whole modules.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::super::lettering::Weight;
use super::super::pages::{Jpeg, Mark, PAGE, Sheet};
use super::document::packed;
use super::fonts::Used;

/// Writes laid out pages. It says no date: the same pages make the same bytes.
pub(in super::super) fn pages(title: &str, sheet: &Sheet) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut last = 0;
    let mut fresh = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, info) = (fresh(), fresh(), fresh());
    let mut fonts: Vec<Used> = Weight::ALL
        .into_iter()
        .map(|weight| Used::new(weight, fresh()))
        .collect();
    let pictures: Vec<Ref> = sheet.pictures.iter().map(|_| fresh()).collect();
    for (jpeg, id) in sheet.pictures.iter().zip(&pictures) {
        embed(&mut pdf, jpeg, *id);
    }
    let mut kids = Vec::new();
    for marks in &sheet.pages {
        let (id, contents) = (fresh(), fresh());
        let drawn = draw(marks, &mut fonts);
        packed(&mut pdf, contents, &drawn);
        let mut page = pdf.page(id);
        page.parent(tree)
            .media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1))
            .contents(contents);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for font in &fonts {
            named.pair(font.name(), font.id);
        }
        named.finish();
        let mut named = resources.x_objects();
        for mark in marks {
            if let Mark::Picture { number, .. } = mark {
                named.pair(Name(name(*number).as_bytes()), pictures[*number]);
            }
        }
        named.finish();
        resources.finish();
        page.finish();
        kids.push(id);
    }
    for font in &fonts {
        // Every page names both, so both stand in the file.
        font.embed(&mut pdf, &mut fresh);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    pdf.document_info(info)
        .title(TextStr(title))
        .producer(TextStr("ocop"));
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("vi-VN"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.finish()
}

/// A photograph, its bytes as they are.
fn embed(pdf: &mut Pdf, jpeg: &Jpeg, id: Ref) {
    let mut picture = pdf.image_xobject(id, &jpeg.bytes);
    picture.filter(Filter::DctDecode);
    picture.width(i32::try_from(jpeg.width).unwrap_or(i32::MAX));
    picture.height(i32::try_from(jpeg.height).unwrap_or(i32::MAX));
    match jpeg.grey {
        true => picture.color_space().device_gray(),
        false => picture.color_space().device_rgb(),
    }
    picture.bits_per_component(8);
    picture.finish();
}

fn name(number: usize) -> String {
    format!("P{number}")
}

fn draw(marks: &[Mark], fonts: &mut [Used]) -> Vec<u8> {
    let mut content = Content::with_capacity(16 * 1024);
    for mark in marks {
        match mark {
            Mark::Line {
                weight,
                size,
                at,
                grey,
                text,
            } => {
                let Some(font) = fonts.iter_mut().find(|font| font.weight == *weight) else {
                    continue;
                };
                content
                    .set_fill_gray(*grey)
                    .begin_text()
                    .set_font(font.name(), *size)
                    .next_line(at.0, at.1)
                    .show(Str(&font.write(text)))
                    .end_text();
            }
            Mark::Rule { at, width } => {
                content
                    .set_fill_gray(0.0)
                    .rect(at.0, at.1, *width, 0.6)
                    .fill_nonzero();
            }
            Mark::Picture { number, within } => {
                let [left, bottom, width, height] = *within;
                content
                    .save_state()
                    .transform([width, 0.0, 0.0, height, left, bottom])
                    .x_object(Name(name(*number).as_bytes()))
                    .restore_state();
            }
            Mark::Modules { symbol, at, module } => {
                // In whole modules, from the upper left.
                content
                    .save_state()
                    .transform([*module, 0.0, 0.0, -*module, at.0, at.1])
                    .set_fill_gray(0.0);
                let modules = symbol.modules();
                for y in 0..modules.width() {
                    for (x, length) in modules.runs(y) {
                        content.rect(x as f32, y as f32, length as f32, 1.0);
                    }
                }
                content.fill_nonzero().restore_state();
            }
        }
    }
    content.finish().to_vec()
}

//! The fonts of a document: of each weight the glyphs that were used, and no others.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Finish, Name, Rect, Ref, Str};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::super::lettering::Weight;
use super::document::packed;

const SYSTEM: SystemInfo = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// One weight, as far as it was used.
pub(super) struct Used {
    pub(super) weight: Weight,
    pub(super) id: Ref,
    glyphs: GlyphRemapper,
    /// By the number in the subset: the character, and the width in thousandths of an em.
    written: BTreeMap<u16, (char, f32)>,
}

impl Used {
    pub(super) fn new(weight: Weight, id: Ref) -> Self {
        Self {
            weight,
            id,
            glyphs: GlyphRemapper::new(),
            written: BTreeMap::new(),
        }
    }

    /// Its name in a page's resources.
    pub(super) fn name(&self) -> Name<'static> {
        match self.weight {
            Weight::Regular => Name(b"R"),
            Weight::Bold => Name(b"B"),
        }
    }

    pub(super) fn is_used(&self) -> bool {
        !self.written.is_empty()
    }

    /// A line as numbers of glyphs in the subset, two bytes each.
    pub(super) fn write(&mut self, text: &str) -> Vec<u8> {
        let mut numbers = Vec::with_capacity(text.len() * 2);
        for (glyph, character, width) in self.weight.glyphs(text) {
            let number = self.glyphs.remap(glyph);
            self.written.insert(number, (character, width));
            numbers.extend(number.to_be_bytes());
        }
        numbers
    }

    /// Writes the font into a document, from its reserved number on.
    pub(super) fn embed(&self, chunk: &mut Chunk, mut fresh: impl FnMut() -> Ref) {
        let (file, name) = self.weight.font();
        let subset = subsetter::subset(file, 0, &self.glyphs)
            .expect("the font is part of the program and whole");
        let tagged = format!("{}+{name}", tag(&subset));
        let base = Name(tagged.as_bytes());
        let (cid, descriptor, map, data) = (fresh(), fresh(), fresh(), fresh());

        chunk
            .type0_font(self.id)
            .base_font(base)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(map);
        let mut font = chunk.cid_font(cid);
        font.subtype(CidFontType::Type2)
            .base_font(base)
            .system_info(SYSTEM)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = font.widths();
        for (number, (_, width)) in &self.written {
            widths.same(*number, *number, *width);
        }
        widths.finish();
        font.finish();

        let face = self.weight.face();
        let scale = 1000.0 / f32::from(face.units_per_em());
        let bounds = face.global_bounding_box();
        let scaled = |units: i16| f32::from(units) * scale;
        chunk
            .font_descriptor(descriptor)
            .name(base)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(face.ascender()))
            .descent(scaled(face.descender()))
            .cap_height(scaled(face.capital_height().unwrap_or(face.ascender())))
            .stem_v(if self.weight == Weight::Bold {
                140.0
            } else {
                80.0
            })
            .font_file2(data);

        let mut characters = UnicodeCmap::new(Name(b"Adobe-Identity-UCS"), SYSTEM);
        for (number, (character, _)) in &self.written {
            characters.pair(*number, *character);
        }
        packed(chunk, map, characters.finish().as_slice());
        packed(chunk, data, &subset);
    }
}

/// Six letters that differ from subset to subset.
fn tag(subset: &[u8]) -> String {
    Sha256::digest(subset)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

//! Pictures: files of a photograph, grey pixels, and the modules of a symbol.

use std::io::Cursor;

use image::{GrayImage, ImageFormat};
use rxing::common::BitMatrix;

use crate::Target;
use crate::label::read;
use crate::reader;

/// White modules around a symbol.
const QUIET: u32 = 4;

pub const TARGET: Target = Target {
    name: "picture",
    seeds: || {
        let symbol = symbol();
        let scaled = paint(&symbol, 3);
        let written = |format| {
            let mut file = Cursor::new(Vec::new());
            scaled
                .write_to(&mut file, format)
                .expect("a picture is written");
            file.into_inner()
        };
        let mut modules = vec![MODULES, version(&symbol)];
        modules.extend(bits(&symbol));
        let small = paint(&symbol, 2);
        let mut pixels = vec![PIXELS, small.width() as u8];
        pixels.extend(small.as_raw());
        vec![
            written(ImageFormat::Png),
            written(ImageFormat::Jpeg),
            written(ImageFormat::WebP),
            modules,
            pixels,
        ]
    },
    check,
};

/// What an input without a file's beginning holds: modules, one bit each.
const MODULES: u8 = 0;
/// Grey pixels.
const PIXELS: u8 = 1;

fn check(bytes: &[u8]) -> bool {
    match bytes {
        [MODULES, version, bits @ ..] => {
            let side = 17 + 4 * (1 + u32::from(version % 40));
            let mut matrix = BitMatrix::new(side, side).expect("a symbol has a size");
            let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
            let bits = bits
                .iter()
                .flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1));
            for ((x, y), _) in places.zip(bits).filter(|(_, bit)| *bit == 1) {
                matrix.set(x, y);
            }
            reader::decode(&matrix).is_some()
        }
        [PIXELS, width, luma @ ..] if *width > 0 => {
            let width = u32::from(*width);
            let height = luma.len() as u32 / width;
            let luma = &luma[..(width * height) as usize];
            let texts = reader::glance(width, height, luma, 0);
            !texts.is_empty() | read::read_luma(width, height, luma).is_ok()
        }
        _ => read::read(bytes).is_ok(),
    }
}

/// The modules of a code, dark ones `true`, row by row.
fn symbol() -> Vec<Vec<bool>> {
    let code = qrcode::QrCode::new("https://ocop.example.vn/c/CB-0-8").expect("it fits");
    let dark = |color: &qrcode::Color| *color == qrcode::Color::Dark;
    let modules: Vec<bool> = code.to_colors().iter().map(dark).collect();
    modules.chunks(code.width()).map(<[bool]>::to_vec).collect()
}

fn version(symbol: &[Vec<bool>]) -> u8 {
    ((symbol.len() - 21) / 4) as u8
}

fn bits(symbol: &[Vec<bool>]) -> Vec<u8> {
    let bits = symbol.concat();
    bits.chunks(8)
        .map(|eight| {
            let bits = eight.iter().enumerate();
            bits.fold(0, |byte, (place, dark)| byte | u8::from(*dark) << place)
        })
        .collect()
}

fn paint(symbol: &[Vec<bool>], pixels: u32) -> GrayImage {
    let side = (symbol.len() as u32 + 2 * QUIET) * pixels;
    GrayImage::from_fn(side, side, |x, y| {
        let module = |at: u32| (at / pixels).checked_sub(QUIET).map(|at| at as usize);
        let row = module(y).and_then(|y| symbol.get(y));
        let dark = row.zip(module(x)).and_then(|(row, x)| row.get(x).copied());
        image::Luma([if dark == Some(true) { 0 } else { 255 }])
    })
}

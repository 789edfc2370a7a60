//! Symbols and sizes: what fits where.

use ocop::label::{Error, Matrix, Size, Symbol, mask};
use proptest::prelude::*;

#[test]
fn a_label_at_203_dpi_snaps_to_two_dots() {
    let size = Size::new(0.25, 203).expect("two dots are 0.2502 mm");
    assert_eq!(size.dots(), 2);
    assert!((size.module_mm() - 0.250_246).abs() < 1e-6);
    assert!(!size.advised());
}

#[test]
fn a_module_too_small_for_phones_is_refused_with_one_that_works() {
    let error = Size::new(0.2, 300).expect_err("two dots are 0.169 mm");
    let Error::ModuleTooSmall {
        module_mm,
        dpi,
        works_mm,
    } = error.clone()
    else {
        panic!("another reason: {error}");
    };
    assert!(module_mm < 0.17 && dpi == 300);
    let works = Size::new(works_mm, dpi).expect("the size that was named works");
    assert_eq!(works.dots(), 3);
    assert!(error.vi().contains("0,254 mm"), "{}", error.vi());
    assert!(error.en().contains("0.254 mm"), "{}", error.en());
}

#[test]
fn the_size_named_as_working_works_on_every_printer() {
    for dpi in 72..=2400 {
        if let Err(Error::ModuleTooSmall { works_mm, .. }) = Size::new(0.1, dpi) {
            let named = format!("{works_mm:.3}").parse().expect("a number");
            assert!(Size::new(named, dpi).is_ok(), "{named} mm at {dpi} dpi");
        }
    }
}

#[test]
fn a_third_of_a_millimetre_is_advised() {
    assert!(Size::new(0.33, 300).is_ok_and(Size::advised));
    assert!(Size::new(0.375, 203).is_ok_and(Size::advised));
    assert!(!Size::new(0.3, 600).is_ok_and(Size::advised));
}

#[test]
fn sizes_out_of_bounds_are_refused() {
    for dpi in [0, 71, 2401, u32::MAX] {
        assert_eq!(Size::new(0.4, dpi), Err(Error::DpiOutOfBounds { dpi }));
    }
    for module_mm in [0.0, -1.0, 0.099, 20.1, f64::INFINITY] {
        assert_eq!(
            Size::new(module_mm, 300),
            Err(Error::ModuleOutOfBounds { module_mm })
        );
    }
    assert!(Size::new(f64::NAN, 300).is_err());
}

#[test]
fn the_side_counts_the_quiet_zone() {
    let size = Size::new(0.254, 100).expect("one dot");
    assert!((size.side_mm(1) - 29.0 * 0.254).abs() < 1e-9);
    assert_eq!(size.feasible(26, 0), Ok(size.side_mm(2)));
}

#[test]
fn digits_take_far_less_room_than_bytes() {
    let text = super::qr_text();
    let two_segments = Symbol::encode(&text).expect("the text fits").version();
    let one_segment = Symbol::version_for(text.len(), 0).expect("the text fits");
    assert_eq!((two_segments, one_segment), (10, 17));
}

#[test]
fn a_short_code_is_one_segment_and_bare_digits_are_another() {
    assert_eq!(
        Symbol::lengths("https://ocop.example/c/CB-12345-K"),
        (33, 0)
    );
    assert_eq!(Symbol::lengths("https://ocop.example/v/123"), (23, 3));
    assert_eq!(Symbol::lengths("123"), (0, 3));
}

#[test]
fn a_text_beyond_version_40_is_refused() {
    let fullest = "7".repeat(5596);
    assert_eq!(
        Symbol::encode(&fullest).map(|symbol| symbol.version()),
        Ok(40)
    );
    let error = Symbol::encode(&(fullest + "7")).expect_err("one digit too many");
    assert_eq!(error, Error::TextTooLong { length: 5597 });
    assert_eq!(
        Symbol::version_for(usize::MAX, usize::MAX).map_err(|error| error.code()),
        Err("text_too_long")
    );
    assert_eq!(Symbol::encode("").map(|_| ()), Err(Error::NoText));
}

#[test]
fn the_version_foretold_is_the_version_made() {
    for length in (0..5000).step_by(37) {
        let text = format!("https://ocop.example/v/{}", "1".repeat(length));
        let (prefix, digits) = Symbol::lengths(&text);
        let made = Symbol::encode(&text).expect("the text fits");
        assert_eq!(
            Symbol::version_for(prefix, digits),
            Ok(made.version()),
            "{length} digits"
        );
        assert_eq!(made.modules().width(), 17 + 4 * usize::from(made.version()));
    }
}

proptest! {
    #[test]
    fn the_fast_penalty_is_the_penalty_of_the_standard(
        version in 1_usize..=40,
        seed in any::<u64>(),
        coarse in 1_usize..6,
    ) {
        let width = 17 + 4 * version;
        let modules = Matrix::from_fn(width, |x, y| {
            let place = (x / coarse * 191 + y / coarse) as u64;
            (place ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 63 == 1
        });
        prop_assert_eq!(mask::penalty(&modules), slow_penalty(&modules));
    }
}

/// ISO/IEC 18004, 7.8.3, module by module.
fn slow_penalty(modules: &Matrix) -> u32 {
    let width = modules.width();
    let mut points = 0;
    for across in [true, false] {
        let at = |line: usize, place: usize| {
            if across {
                modules.is_dark(place, line)
            } else {
                modules.is_dark(line, place)
            }
        };
        for line in 0..width {
            let row: Vec<bool> = (0..width).map(|place| at(line, place)).collect();
            for run in row.chunk_by(|a, b| a == b).filter(|run| run.len() >= 5) {
                points += run.len() - 2;
            }
            let light = |place: isize| {
                usize::try_from(place).map_or(true, |place| place >= width || !row[place])
            };
            for start in 0..=width - 7 {
                let finder = [true, false, true, true, true, false, true];
                let from = isize::try_from(start).expect("small");
                if row[start..start + 7] == finder
                    && ((from - 4..from).all(light) || (from + 7..from + 11).all(light))
                {
                    points += 40;
                }
            }
        }
    }
    let mut dark = 0;
    for y in 0..width {
        for x in 0..width {
            let here = modules.is_dark(x, y);
            dark += usize::from(here);
            if x + 1 < width && y + 1 < width {
                let block = [(1, 0), (0, 1), (1, 1)];
                points += 3 * usize::from(
                    block
                        .iter()
                        .all(|(dx, dy)| modules.is_dark(x + dx, y + dy) == here),
                );
            }
        }
    }
    let twentieths = (dark * 100).abs_diff(width * width * 50) / (width * width * 5);
    u32::try_from(points + 10 * twentieths).expect("small")
}

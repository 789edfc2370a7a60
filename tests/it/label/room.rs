//! Labels in a room: the largest that fits, and what is said where none does.

use ocop::label::{Error, Format};

use super::files::{full_label, labels};

#[test]
fn a_label_never_exceeds_the_room_that_was_given() {
    for label in labels() {
        for (width, height) in [
            (40.0, None),
            (63.5, Some(38.1)),
            (99.1, Some(67.7)),
            (150.0, None),
        ] {
            for dpi in [203, 300, 600] {
                match label.extent_within(width, height, dpi) {
                    Ok(extent) => {
                        assert!(extent.width_mm() <= width);
                        assert!(height.is_none_or(|height| extent.height_mm() <= height));
                        assert!(extent.size().module_mm() >= 0.25);
                        assert!(label.render(Format::Png, &extent).is_ok());
                    }
                    Err(Error::LabelTooSmall { works_mm, .. }) => {
                        let (width, height) = works_mm;
                        let works = label.extent_within(width, Some(height), dpi);
                        assert!(
                            works.is_ok(),
                            "{:?}: {width} x {height} does not work",
                            label.design
                        );
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
}

#[test]
fn a_wider_room_never_makes_modules_smaller() {
    for label in labels() {
        let mut before = 0;
        for width in 30..120 {
            if let Ok(extent) = label.extent_within(f64::from(width), None, 300) {
                assert!(
                    extent.size().dots() >= before,
                    "{:?} at {width} mm",
                    label.design
                );
                before = extent.size().dots();
            }
        }
        assert!(before > 0);
    }
}

#[test]
fn sizes_that_cannot_be_are_refused_with_what_can() {
    let label = full_label();
    let code = |width, height| {
        label
            .extent_within(width, height, 300)
            .expect_err("no such size")
            .code()
    };
    for width in [0.0, -20.0, 10_000.0, f64::NAN, f64::INFINITY, 4.9] {
        assert_eq!(code(width, None), "side_out_of_bounds", "{width}");
        assert_eq!(code(60.0, Some(width)), "side_out_of_bounds", "{width}");
    }
    let error = label.extent_within(20.0, None, 300).expect_err("too small");
    assert_eq!(error.code(), "label_too_small");
    assert!(
        error.vi().contains("Kích thước gần nhất dùng được"),
        "{}",
        error.vi()
    );
    assert_eq!(
        label
            .extent_within(60.0, None, 7)
            .expect_err("no printer")
            .code(),
        "dpi_out_of_bounds"
    );
}

#[test]
fn a_name_of_the_greatest_length_fits_or_says_which_size_it_needs() {
    let mut label = full_label();
    if let Some(facts) = &mut label.facts {
        facts.product = "Nghĩa ".repeat(50).trim_end().to_owned();
    }
    let error = label
        .extent_within(63.5, Some(25.4), 300)
        .expect_err("too much to say");
    let Error::LabelTooSmall {
        works_mm: (width, height),
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert!(height > 25.4);
    assert!(label.extent_within(width, Some(height), 300).is_ok());
}

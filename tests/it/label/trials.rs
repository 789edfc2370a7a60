//! The self-test of a label: what passes, what does not, and what the report says.

use ocop::label::trial::{self, Outcome, Report, Trial, View, Wear};
use ocop::label::{Label, Printed, Size};

use super::files::labels;
use super::print::{Sample, symbol_text};
use super::qr_text;
use super::readers::{Shown, in_two, read_by_all};

/// A short code: a small symbol, which is quickly tried.
const SHORT: &str = "https://ocop.example/c/CB-12345-K";

#[test]
fn every_design_and_kind_of_code_passes_its_self_test() {
    // Modules of two dots, which phones just read, to twelve.
    let sizes = [(0.25, 203), (0.375, 203), (0.5, 600), (0.34, 300)];
    let labels: Vec<(Label, (f64, u32))> = labels().zip(sizes.into_iter().cycle()).collect();
    in_two(&labels, |(label, (module_mm, dpi))| {
        let size = Size::new(*module_mm, *dpi).expect("a size that works");
        let extent = label.extent(size).expect("the label is made");
        let report = label.self_test(&extent).expect("the label is made");
        assert_eq!(report.trials.len(), 40);
        assert!(report.passed, "{:?} {}", label.design, report.to_text());
    });
}

#[test]
fn another_reader_reads_the_milder_pictures_of_every_design_and_kind_of_code() {
    let views = [
        View::clear(3.0),
        View {
            blur: 0.2,
            ..View::clear(3.0)
        },
        View {
            turn: 12.0,
            lean: (8.0, -6.0),
            ..View::clear(3.5)
        },
        View {
            noise: 0.06,
            shade: 0.2,
            ..View::clear(3.5)
        },
        View {
            contrast: 0.5,
            ..View::clear(3.0)
        },
        View {
            wear: Wear {
                ink: 0.06,
                ..Wear::default()
            },
            turn: 95.0,
            ..View::clear(3.0)
        },
    ];
    let labels: Vec<Label> = labels().collect();
    let pictures = in_two(&labels, |label| {
        let sample = Sample::of(label);
        let surface = sample.surface();
        views.each_ref().map(|view| Shown {
            picture: surface.photograph(view),
            text: label.text.clone(),
        })
    });
    let read = read_by_all(&pictures.into_iter().flatten().collect::<Vec<Shown>>());
    for (place, [ours, zbar, zxing]) in read.into_iter().enumerate() {
        let (label, view) = (&labels[place / views.len()], &views[place % views.len()]);
        let which = format!("{:?}, {:?}: {}", label.design, label.kind, view.words().en);
        assert!(
            ours && zbar,
            "{which}: ours {ours}, zbar {zbar}, zxing-cpp {zxing}"
        );
    }
}

#[test]
fn the_same_label_gives_the_same_report() {
    let sample = Sample::new(SHORT);
    let [first, second] =
        [(), ()].map(|()| trial::run(&sample.printed, &sample.text).expect("a print"));
    assert_eq!(first, second);
}

#[test]
fn a_label_whose_quiet_zone_is_inked_fails() {
    let mut sample = Sample::new(SHORT);
    let side = 4 * 3;
    sample.repaint(|x, y, grey| if x < side || y < side { 0 } else { grey });
    let report = trial::run(&sample.printed, &sample.text).expect("a print");
    assert!(!report.passed, "{}", report.to_text());
}

#[test]
fn a_label_printed_faintly_fails_and_says_what_to_do() {
    let mut sample = Sample::new(SHORT);
    sample.repaint(|_, _, grey| 250 + grey / 51);
    let report = trial::run(&sample.printed, &sample.text).expect("a print");
    assert!(!report.passed && report.wrong == 0);
    let text = report.to_text();
    assert!(text.starts_with("TỰ KIỂM TRA NHÃN: KHÔNG ĐẠT\n"));
    assert!(text.contains("SELF-TEST OF THE LABEL: FAILED\n"));
    assert!(text.contains("Hãy chọn ô lớn hơn") && text.contains("Choose a larger module"));
    assert!(text.contains("KHÔNG đọc được / NOT read: mờ nét 0,3 ô / out of focus by 0.3 modules"));
}

#[test]
fn a_label_that_says_something_else_fails_by_every_picture() {
    let mut sample = Sample::new(&symbol_text(11));
    sample.text = symbol_text(11).replace("/v/", "/w/");
    let report = trial::run(&sample.printed, &sample.text).expect("a print");
    assert!(!report.passed && report.read == 0 && report.wrong > 35);
    assert!(report.to_text().contains("SAI nội dung / WRONG text"));
}

#[test]
fn one_picture_in_forty_may_be_unread_and_none_may_be_wrong() {
    let report = |unread: usize, wrong: usize| {
        let outcome = |place: usize| match place {
            place if place < unread => Outcome::Unread,
            place if place < unread + wrong => Outcome::Wrong,
            _ => Outcome::Read,
        };
        let trial = |place: usize| Trial {
            pixels: 2.5,
            vi: "nhiễu 15 %".to_owned(),
            en: "noise 15 %".to_owned(),
            outcome: outcome(place),
        };
        Report::of((0..40).map(trial).collect())
    };
    assert!(report(0, 0).passed && report(1, 0).passed);
    assert!(!report(2, 0).passed);
    assert!(!report(0, 1).passed);
    assert!(!Report::of(Vec::new()).passed);
    let json = serde_json::to_value(report(1, 0)).expect("JSON");
    assert_eq!((&json["passed"], &json["read"]), (&true.into(), &39.into()));
    assert_eq!(json["trials"][0]["outcome"], "unread");
}

#[test]
fn a_print_that_is_not_what_it_claims_is_refused() {
    let sample = Sample::new(&qr_text());
    for (dots, height) in [(0, sample.printed.height), (3, 0), (3, 7), (3, 9999)] {
        let printed = Printed {
            dots,
            height,
            ..sample.printed.clone()
        };
        assert!(trial::run(&printed, &sample.text).is_err());
    }
}

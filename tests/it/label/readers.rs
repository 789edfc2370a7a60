//! Pictures before three readers: ours, zbar and zxing-cpp, which share no line.

use std::path::Path;
use std::process::Command;

use image::GrayImage;
use ocop::label::read;
use serde_json::Value;

/// How many pictures each reader read, of how many.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub pictures: usize,
    pub ours: usize,
    pub zbar: usize,
    pub zxing: usize,
}

/// A picture and the text it shows.
pub struct Shown {
    pub picture: GrayImage,
    pub text: String,
}

/// Whether each picture was read, by our reader, by zbar and by zxing-cpp. Panics
/// when any of them reads another text.
pub fn read_by_all(pictures: &[Shown]) -> Vec<[bool; 3]> {
    let others = by_others(pictures);
    let ours = in_two(pictures, |shown| {
        let picture = &shown.picture;
        read::read_luma(picture.width(), picture.height(), picture.as_raw())
            .ok()
            .into_iter()
            .collect::<Vec<String>>()
    });
    let judged = pictures.iter().zip(ours).zip(others).enumerate();
    judged
        .map(|(place, ((shown, ours), [zbar, zxing]))| {
            [ours, zbar, zxing].map(|texts| {
                assert!(
                    texts.iter().all(|text| *text == shown.text),
                    "a wrong text is worse than none: picture {place}: {texts:?}"
                );
                !texts.is_empty()
            })
        })
        .collect()
}

pub fn count(read: &[[bool; 3]]) -> Counts {
    let of = |reader: usize| read.iter().filter(|picture| picture[reader]).count();
    Counts {
        pictures: read.len(),
        ours: of(0),
        zbar: of(1),
        zxing: of(2),
    }
}

/// The same for each item, half of them on another thread.
pub fn in_two<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let (first, second) = items.split_at(items.len() / 2);
    std::thread::scope(|scope| {
        let second = scope.spawn(|| second.iter().map(&work).collect::<Vec<U>>());
        let mut all: Vec<U> = first.iter().map(&work).collect();
        all.extend(second.join().expect("the other half"));
        all
    })
}

/// What zbar and zxing-cpp read in each picture.
fn by_others(pictures: &[Shown]) -> Vec<[Vec<String>; 2]> {
    let folder = tempfile::tempdir().expect("a folder");
    for (place, shown) in pictures.iter().enumerate() {
        let picture = &shown.picture;
        let mut file = format!("P5\n{} {}\n255\n", picture.width(), picture.height()).into_bytes();
        file.extend_from_slice(picture.as_raw());
        std::fs::write(folder.path().join(format!("{place:04}.pgm")), file).expect("written");
    }
    let output = Command::new(crate::independent::interpreter())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/label/readers.py"))
        .arg(folder.path())
        .output()
        .expect("the interpreter starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).expect("JSON");
    let read: Vec<[Vec<String>; 2]> = lines
        .lines()
        .map(|line| {
            let read: Value = serde_json::from_str(line).expect("JSON");
            ["zbar", "zxing"].map(|reader| {
                serde_json::from_value(read[reader].clone()).expect("a list of texts")
            })
        })
        .collect();
    assert_eq!(read.len(), pictures.len());
    read
}

//! What the CSV of a run of 100,000 labels takes, beside its 100,000 MACs and the writing of the
//! same bytes.

mod issuing;
mod measure;
mod programme;

use std::hint::black_box;
use std::process::ExitCode;

use measure::{Report, Target, median, stay_on_core, time};
use ocop::office::{Access, LabelRunView, NewLabelRun, Office};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::serial::{KEY_BYTES, SerialKey};

const LABELS: u32 = 100_000;
const ROUNDS: usize = 9;
/// Bytes that are written at once, as the CSV is.
const PIECE: usize = 64 * 1024;

async fn run(office: &Office, number: CertificateNumber) -> LabelRunView {
    let asked = NewLabelRun {
        number,
        kind: CodeKind::Full,
        count: LABELS.into(),
        lot: "L01".to_owned(),
        printer: String::new(),
        files: None,
    };
    let access = Access::of_program();
    let begun = office.begin_label_run(&access, None, &asked).await;
    begun.expect("a run")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    stay_on_core("0");
    let folder = tempfile::tempdir().expect("a folder");
    let (office, signer) = programme::set_up(folder.path(), None).await;
    let issued = issuing::issue(&office, &signer, issuing::list(1), "1/QĐ-UBND").await;
    let number = issued.certificates[0].certificate.number;
    let run = run(&office, number).await;
    let csv: Vec<u8> = office
        .run_csv(&run)
        .await
        .expect("texts")
        .flatten()
        .collect();
    let key = SerialKey::new(&[7; KEY_BYTES]);
    let (mut texts, mut macs, mut writing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let lines = office.run_csv(&run).await.expect("texts");
        let ours = time(|| {
            for piece in lines {
                black_box(&piece);
            }
        });
        texts.push(ours.as_secs_f64());
        let alone = time(|| {
            for count in 1..=u64::from(LABELS) {
                black_box(key.serial(number, black_box(count)));
            }
        });
        macs.push(alone.as_secs_f64());
        let bytes = time(|| {
            for piece in csv.chunks(PIECE) {
                black_box(black_box(piece).to_vec());
            }
        });
        writing.push(bytes.as_secs_f64());
    }
    let (texts, macs, writing) = (median(texts), median(macs), median(writing));
    println!(
        "{LABELS} labels, {} MB: texts {:.1} ms, MACs {:.1} ms, writing {:.1} ms",
        csv.len() / 1_000_000,
        texts * 1e3,
        macs * 1e3,
        writing * 1e3
    );
    let mut report = Report::default();
    report.ratio(
        "CSV of 100,000 serial labels / their MACs and the writing",
        texts / (macs + writing),
        Target::AtMost(2.0),
    );
    report.finish()
}

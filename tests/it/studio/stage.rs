//! A council that issued, its secretary, the producer and others; and readers of what they get.

use std::fs;
use std::process::Command;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{Access, Grant, Role, TypedProducer};
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Office, Person, codes, csv, row};

/// The producer's name.
pub const PRODUCER: &str = "Hợp tác xã Tân Việt Á";

/// CB issued two certificates to the producer, one to another, and one to a tourism service.
pub struct Stage {
    pub office: Office,
    pub numbers: Vec<String>,
    pub codes: Vec<String>,
    pub producer: Person,
    pub other_producer: Person,
    pub secretary: Person,
    pub other_secretary: Person,
}

impl Stage {
    pub async fn set() -> Self {
        Self::of(Office::new().await).await
    }

    pub async fn of(office: Office) -> Self {
        let list = csv(&[
            row(&[("product", "Miến dong")]),
            row(&[("product", "Bánh khẩu sli")]),
            row(&[
                ("product", "Chè Shan tuyết"),
                ("producer", "Hợp tác xã Khác"),
            ]),
            row(&[
                ("product", "Điểm du lịch Khuổi Ky"),
                ("producer", "Hợp tác xã Khác"),
                ("set_no", "26"),
            ]),
        ]);
        let issued = office.issue_list(list).await.expect("issued");
        let certificates = issued.certificates.iter();
        let numbers = certificates.map(|issued| issued.certificate.number.to_string());
        let council = |code: &str| code.parse().expect("a code");
        let secretary = Grant::of_council(Role::Secretary, council("CB"));
        let account = office.account(&[secretary]).await;
        let access = Access::of_account(account, vec![secretary], None);
        for name in [PRODUCER, "Hợp tác xã Khác"] {
            let producer = TypedProducer {
                kind: "cooperative".to_owned(),
                name: name.to_owned(),
                address: "Xã Thành Công, tỉnh Cao Bằng".to_owned(),
                unit: "VN-04@2".to_owned(),
                council: "CB".to_owned(),
                ..TypedProducer::default()
            };
            let made = office.register_producer(&access, &producer).await;
            made.expect("a producer");
        }
        Self {
            numbers: numbers.collect(),
            codes: codes(&issued),
            producer: office.person(&[Grant::of_producer(1)]).await,
            other_producer: office.person(&[Grant::of_producer(2)]).await,
            secretary: office.signed_in(account).await,
            other_secretary: office
                .person(&[Grant::of_council(Role::Secretary, council("TW"))])
                .await,
            office,
        }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Reply {
        let request = Request::get(path).header("accept", "text/html");
        let request = person.sends(request).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// The label of the certificate with a place in the list.
    pub async fn label(&self, person: &Person, place: usize, query: &str) -> Reply {
        let number = &self.numbers[place];
        let path = format!("/api/v1/certificates/{number}/label?{query}");
        self.get(person, &path).await
    }

    pub async fn post(&self, person: &Person, path: &str, kind: &str, body: &str) -> Reply {
        let request = Request::post(path)
            .header("accept", "text/html")
            .header("content-type", kind);
        let request = person.sends(request).body(Body::from(body.to_owned()));
        self.send(request.expect("a request")).await
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let answer = self.office.router().oneshot(request).await;
        let (parts, body) = answer.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }
}

/// The codes of a problem's errors, each with its field.
pub fn faults(reply: &Reply) -> Vec<(String, String)> {
    let problem = reply.json();
    let errors = problem["errors"].as_array().expect("errors").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    errors
        .map(|error| {
            for language in ["vi", "en"] {
                assert!(!text(&error["message"][language]).is_empty());
            }
            (text(&error["column"]), text(&error["code"]))
        })
        .collect()
}

/// Runs a program of Debian's over a file, and gives what it wrote to another.
fn converted(
    program: &str,
    bytes: &[u8],
    before: &str,
    after: &str,
    arguments: &[&str],
) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (from, to) = (folder.path().join(before), folder.path().join(after));
    fs::write(&from, bytes).expect("a file is written");
    let mut command = Command::new(program);
    command.args(arguments);
    match program {
        "rsvg-convert" => command.arg("-o").arg(&to).arg(&from),
        _ => command.arg(&from).arg(to.with_extension("")),
    };
    let ran = command.output();
    let ran =
        ran.unwrap_or_else(|error| panic!("{program} is needed, tests/run installs it: {error}"));
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    fs::read(&to).expect("it wrote a file")
}

/// A page of a PDF as a picture.
pub fn page_of(pdf: &[u8], page: u32) -> Vec<u8> {
    let page = page.to_string();
    let arguments = [
        "-png",
        "-gray",
        "-r",
        "300",
        "-singlefile",
        "-f",
        &page,
        "-l",
        &page,
    ];
    converted("pdftoppm", pdf, "in.pdf", "out.png", &arguments)
}

/// An SVG as a picture.
pub fn drawn(svg: &[u8]) -> Vec<u8> {
    converted(
        "rsvg-convert",
        svg,
        "in.svg",
        "out.png",
        &["-d", "300", "-p", "300"],
    )
}

/// How many pages a PDF has.
pub fn pages(pdf: &[u8]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("in.pdf");
    fs::write(&file, pdf).expect("a file is written");
    let said = Command::new("pdfinfo")
        .arg(&file)
        .output()
        .expect("pdfinfo");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let pages = said.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages
        .expect("it has pages")
        .trim()
        .parse()
        .expect("a number")
}

/// Every text that zbar reads in a picture.
pub fn read_by_zbar(png: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("in.png");
    fs::write(&file, png).expect("a file is written");
    let ran = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(&file)
        .output()
        .expect("zbarimg is needed: install zbar-tools");
    let said = String::from_utf8_lossy(&ran.stdout);
    said.lines().map(str::to_owned).collect()
}

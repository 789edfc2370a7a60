//! A full disk: what is to be written is refused as that, verifying goes on, and when there is
//! room again so does writing.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::mounts::Mount;
use super::service::Service;
use super::stage::Stage;
use crate::photographs::of_a_telephone;
use crate::support::{History, Program, Told, get, list_of};

/// Fills a file system to its last byte.
pub fn fill(file: &Path) {
    let mut filler = File::create(file).unwrap();
    for size in [1 << 16, 1 << 10, 1] {
        loop {
            match filler.write(&vec![0; size]) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// A shopper sends a report with a photograph.
fn report(service: &Service, code: &str) -> (u16, String) {
    let mut body = Vec::new();
    for (name, value) in [
        ("code", code),
        ("once", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("reason", "more_stars"),
        ("description", "Bao bì in 5 sao"),
        ("shop", "Cửa hàng Thử"),
        ("shop_address", ""),
        ("province", "VN-04@2"),
        ("contact", ""),
        ("website", ""),
    ] {
        let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(value.as_bytes());
        body.extend(b"\r\n");
    }
    body.extend(
        b"--xyz\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\
          Content-Type: image/jpeg\r\n\r\n",
    );
    body.extend(of_a_telephone());
    body.extend(b"\r\n--xyz--\r\n");
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .new_agent();
    let mut answer = agent
        .post(format!("http://{}/report", service.address))
        .header("origin", "https://ocop.example.vn")
        .header("content-type", "multipart/form-data; boundary=xyz")
        .send(&body[..])
        .unwrap();
    let said = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), said)
}

#[test]
fn a_full_disk_is_refused_as_that_and_passes_by_itself() {
    let program = Program::new();
    let mount = Mount::in_memory(&program.data(), 24);
    let stage = Stage::over(program, 2_000);
    let service = Service::start(&stage.program);
    let list = stage.program.file("list.csv", list_of(1_000));
    let issuing = stage.program.issue_arguments(&list, "--json");
    let issuing = issuing.replace("852/", "853/");
    let filler = mount.place.join("filler");
    let mut history = History::default();
    let mut numbers = stage.numbers.iter().skip(1);
    let mut revoke =
        |history: &mut History| service.revoke_of(&stage, numbers.next().unwrap(), history);
    for _ in 0..super::form(2, 10) {
        assert_eq!(revoke(&mut history).0, Told::Done);
        fill(&filler);
        // What is left in the files of the register is used up first.
        let code = loop {
            let (told, code) = revoke(&mut history);
            if told != Told::Done {
                break code;
            }
        };
        assert_eq!(code, "disk_full");
        for _ in 0..5 {
            assert_eq!(
                revoke(&mut history),
                (Told::Refused, "disk_full".to_owned())
            );
        }
        assert_eq!(service.verdict(&stage.code)["verdict"], "genuine");
        let ready = get(&format!("http://{}/readyz", service.address), "*/*");
        assert_eq!(ready.0, 200);
        let error = stage.program.keyed(&issuing).error();
        assert_eq!(error["code"], "disk_full");
        assert!(error["message"]["vi"].as_str().unwrap().contains("đã đầy"));
        let (status, said) = report(&service, &stage.code);
        assert_eq!(status, 507, "{said}");
        std::fs::remove_file(&filler).unwrap();
        assert_eq!(revoke(&mut history).0, Told::Done);
    }
    assert_eq!(report(&service, &stage.code).0, 303);
    let issued = stage.program.keyed(&issuing).done().lines();
    assert_eq!(issued[0]["issued"], 1_000);
    service.stop();
    stage.check(&history);
    drop(stage);
    drop(mount);
}

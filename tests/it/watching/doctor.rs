//! What the doctor says of the machine and of a running service.

use std::collections::BTreeMap;

use crate::load::Service;

/// What was found, by subject: how it is, and in words.
fn findings(service: &Service) -> BTreeMap<String, (String, String)> {
    let passphrase = service.program.folder.path().join("passphrase");
    let config = service.program.data().join("ocop.toml");
    let written = std::fs::read_to_string(&config).expect("the configuration");
    let path = passphrase.display();
    // As a service has it that nobody is there to type for; and the port that it was given.
    let listen = format!("metrics = {{ listen = \"{}\" }}", service.metrics);
    let named = written.replace("metrics = { listen = \"127.0.0.1:0\" }", &listen);
    let named = match named.contains("passphrase_file") {
        true => named,
        false => format!("passphrase_file = \"{path}\"\n{named}"),
    };
    std::fs::write(&config, named).expect("it is written");
    let ran = service.program.run("doctor --json");
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for line in ran.lines() {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let (health, words) = found.entry(text(&line["subject"])).or_default();
        *health = text(&line["health"]);
        words.push_str(&text(&line["message"]["en"]));
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_looks_at_machine_and_service_and_says_what_to_do() {
    let service = Service::with("");
    let found = findings(&service);
    let of = |subject: &str| {
        let found = found.get(subject);
        found.unwrap_or_else(|| panic!("{subject} is not looked at: {found:?}"))
    };
    assert!(of("disk").1.contains(" MB left"));
    assert_eq!(of("clock").0, "good");
    assert!(of("register").1.contains("SQLite"));
    assert!(["good", "attention"].contains(&of("open_files").0.as_str()));
    let (health, words) = of("proxies");
    assert!(health == "attention" && words.contains("trusted_proxies"));
    let (health, words) = of("backup");
    assert!(health == "attention" && words.contains("ocop backup"));
    // The programme has no key for its log yet.
    assert_eq!(of("passphrase").0, "attention");
    assert_eq!(
        of("service").0,
        "bad",
        "checkpoints cannot be published without a key"
    );
    assert!(
        of("service").1.contains("checkpoint"),
        "{:?}",
        of("service")
    );

    service.program.keyed("key generate --purpose log").done();
    service.program.keyed("key generate --purpose pack").done();
    service.program.keyed("trust publish").done();
    let copy = service.program.folder.path().join("copy.sqlite");
    service
        .program
        .run(&format!("backup {}", copy.display()))
        .done();
    let (service, _) = service.again(|_| {});
    let failing = "ocop_task_failing{task=\"no checkpoint can be published\"}";
    crate::load::until("checkpoints are published", 20, || {
        service.figures().contains(&format!("{failing} 0"))
    })
    .await;
    let found = findings(&service);
    for subject in ["backup", "passphrase", "clock"] {
        assert_eq!(found[subject].0, "good", "{:?}", found[subject]);
    }
    service.audited();
}

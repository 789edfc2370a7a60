//! What a monitor saw the last time, it does not forget.

use std::fs;

use ocop::office::{Stopped, Watched};

use super::{Site, Watch, later, office, publish, published, revoke};
use crate::support::{Engine, list_of, passphrase};

/// A folder, and the file in it that remembers.
struct Memory {
    folder: tempfile::TempDir,
}

impl Memory {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("seen.json")
    }

    fn watch(&self, site: &Site) -> Result<Watched, Stopped> {
        let file = self.file();
        let watch = Watch {
            state: Some(&file),
            at: later(),
            ..Watch::default()
        };
        watch.site(site)
    }

    #[track_caller]
    fn found(&self, site: &Site) -> &'static str {
        let before = fs::read(self.file()).expect("it remembers");
        let code = match self.watch(site) {
            Err(Stopped::Found(found)) => found.code,
            other => panic!("nothing was found: {other:?}"),
        };
        let after = fs::read(self.file()).expect("it remembers");
        assert_eq!(before, after, "only what was in order is remembered");
        code
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_new_is_fetched() {
    let office = published(Engine::Sqlite, 20).await;
    let memory = Memory::new();
    let first = memory
        .watch(&Site::of(&office).await)
        .expect("nothing is wrong");
    assert_eq!((first.since, first.fetched), (None, first.size));
    let again = memory
        .watch(&Site::of(&office).await)
        .expect("nothing is wrong");
    assert_eq!((again.since, again.fetched), (Some(first.size), 0));
    let mut last = again;
    for rows in [21, 270, 300, 600] {
        office.issue_list(list_of(rows)).await.expect("issued");
        publish(&office).await;
        let site = Site::of(&office).await;
        let grown = memory.watch(&site).expect("nothing is wrong");
        assert_eq!(grown.since, Some(last.size));
        assert_eq!(
            (grown.size, grown.fetched),
            (site_size(&site), grown.size - last.size)
        );
        assert_eq!(grown.certificates, rows);
        last = grown;
    }
    // Without the leaves, all are fetched again and compared with what was held.
    fs::remove_file(memory.folder.path().join("seen.json.leaves")).expect("they were kept");
    let site = Site::of(&office).await;
    let whole = memory.watch(&site).expect("nothing is wrong");
    assert_eq!((whole.since, whole.fetched), (Some(last.size), last.size));
}

fn site_size(site: &Site) -> u64 {
    let checkpoint = str::from_utf8(&site.0["/log/checkpoint"]).expect("text");
    let size = checkpoint.lines().nth(1).expect("its size");
    size.parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_forgets_or_rewrites_is_found() {
    let office = published(Engine::Sqlite, 3).await;
    let old = Site::of(&office).await;
    office.issue_list(list_of(9)).await.expect("issued");
    publish(&office).await;
    let new = Site::of(&office).await;
    let memory = Memory::new();
    memory.watch(&new).expect("nothing is wrong");
    assert_eq!(memory.found(&old), "log_shrunk");

    // The same keys, and another history: shorter, as long, and longer.
    for (rows, code) in [
        (7, "log_shrunk"),
        (9, "log_not_consistent"),
        (40, "log_not_consistent"),
    ] {
        let other = super::office(Engine::Sqlite).await;
        let issued = other
            .issue_list(list_of(rows).replace("số 3", "số 93"))
            .await;
        let issued = issued.expect("issued");
        revoke(
            &other,
            issued.certificates[0].certificate.number.to_string(),
        )
        .await;
        publish(&other).await;
        let site = Site::of(&other).await;
        // Its trust list was signed at the same time, and is the same.
        let site = site.with("/trust", new.0["/trust"].clone());
        assert_eq!(memory.found(&site), code, "{rows}");
        // Nor without the leaves.
        let lost = Memory::new();
        fs::copy(memory.file(), lost.file()).expect("a copy");
        assert_eq!(lost.found(&site), code, "{rows}");
    }
    memory.watch(&new).expect("the true one is as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_trust_list_is_found() {
    let office = published(Engine::Sqlite, 1).await;
    let old = Site::of(&office).await.0["/trust"].clone();
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    publish(&office).await;
    let site = Site::of(&office).await;
    let memory = Memory::new();
    memory.watch(&site).expect("nothing is wrong");
    assert_eq!(memory.found(&site.with("/trust", old)), "trust_list_older");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_memory_that_cannot_be_read_is_not_begun_anew() {
    let office = published(Engine::Sqlite, 3).await;
    let site = Site::of(&office).await;
    let memory = Memory::new();
    memory.watch(&site).expect("nothing is wrong");
    let kept = fs::read(memory.file()).expect("it remembers");
    for broken in [&b""[..], b"{}", &kept[..kept.len() - 2]] {
        fs::write(memory.file(), broken).expect("written");
        let stopped = memory.watch(&site).expect_err("refused");
        assert_eq!(stopped.code(), "monitor_state_unusable");
        assert_eq!(fs::read(memory.file()).expect("it is there"), broken);
    }
    fs::write(memory.file(), &kept).expect("written");
    let leaves = memory.folder.path().join("seen.json.leaves");
    let mut bytes = fs::read(&leaves).expect("they are kept");
    bytes[40] ^= 1;
    fs::write(&leaves, bytes).expect("written");
    let stopped = memory.watch(&site).expect_err("refused");
    assert_eq!(stopped.code(), "monitor_state_unusable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_without_a_checkpoint_is_found() {
    let office = office(Engine::Sqlite).await;
    let mut fetched = super::fetcher(&office);
    let watched = tokio::task::block_in_place(|| Watch::default().with(&mut fetched, &mut || {}));
    let Err(Stopped::Found(found)) = watched else {
        panic!("{watched:?}")
    };
    assert_eq!(
        (found.code, found.at.as_str()),
        ("not_published", "/log/checkpoint")
    );
}

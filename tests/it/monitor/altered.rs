//! One bit of what is published is another: the monitor finds it, wherever it is.

use super::{Site, Stopped, Watch, published};
use crate::support::{Engine, on_both_engines};

on_both_engines!(what_is_published_agrees);

async fn what_is_published_agrees(engine: Engine) {
    let office = published(engine, 300).await;
    let site = Site::of(&office).await;
    let watched = Watch::default().site(&site).expect("nothing is wrong");
    let checkpoint = office.held().checkpoint.clone().expect("published");
    assert_eq!(
        (watched.size, watched.fetched),
        (checkpoint.size, checkpoint.size)
    );
    assert_eq!(watched.root, checkpoint.root.to_base64());
    assert_eq!(watched.log, "ocop.example.vn/log");
    assert_eq!((watched.trust_list, watched.councils), (3, 2));
    assert_eq!((watched.status_lists, watched.certificates), (1, 300));
    assert_eq!((watched.since, watched.root_key_checked), (None, true));
    // Without the root key the rest is still compared.
    let watch = Watch {
        root: None,
        ..Watch::default()
    };
    assert!(
        !watch
            .site(&site)
            .expect("nothing is wrong")
            .root_key_checked
    );
}

/// Flips bits of a body, each once: every one is found.
fn flip(site: &Site, path: &str, bits: impl Iterator<Item = usize>) {
    let watch = Watch::default();
    let body = &site.0[path];
    let mut altered = body.clone();
    let mut unfound = Vec::new();
    for bit in bits.take_while(|bit| bit / 8 < body.len()) {
        altered[bit / 8] ^= 1 << (bit % 8);
        let answer = |asked: &str, most: u64| {
            if asked == path {
                super::Answer::Body(altered.clone())
            } else {
                site.answer(asked, most)
            }
        };
        let watched = watch.with(&mut |asked, most| Ok(answer(asked, most)), &mut || {});
        match watched {
            Err(Stopped::Found(found)) => assert!(!found.message.en.is_empty()),
            other => unfound.push((bit, other.is_ok())),
        }
        altered[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(unfound.is_empty(), "{path}: {unfound:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bit_of_a_small_log_is_watched() {
    let office = published(Engine::Sqlite, 1).await;
    let site = Site::of(&office).await;
    let published = site.0.keys().filter(|path| !path.starts_with("/api/"));
    let published: Vec<&String> = published.collect();
    assert_eq!(
        published,
        [
            "/log/checkpoint",
            "/log/tile/0/000.p/13",
            "/log/tile/entries/000.p/13",
            "/status/CB",
            "/trust"
        ]
    );
    std::thread::scope(|scope| {
        for (path, half) in published.iter().flat_map(|path| [(path, 0), (path, 1)]) {
            let site = &site;
            scope.spawn(move || {
                let bits = (half..).step_by(2);
                flip(site, path, bits);
            });
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_level_of_a_larger_log_is_watched() {
    let office = published(Engine::Sqlite, 280).await;
    let site = Site::of(&office).await;
    // The tile over a full tile: every bit.
    flip(&site, "/log/tile/1/000.p/1", 0..);
    // The full tile, and the one after it: a bit of every hash.
    for path in ["/log/tile/0/000", "/log/tile/0/001.p/36"] {
        let bits = (0..).map(|hash| hash * 256 + hash % 256);
        flip(&site, path, bits);
    }
    // The leaves in both bundles: bits here and there.
    for path in ["/log/tile/entries/000", "/log/tile/entries/001.p/36"] {
        let bits = (0..).map(|step| step * 4_093);
        flip(&site, path, bits);
    }
}

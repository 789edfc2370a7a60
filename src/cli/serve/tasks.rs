//! What a service does besides answering: it keeps its lists up to date, and where it has the
//! passphrase of their keys, it signs status lists, checkpoints and packs. Of several services on
//! one PostgreSQL, the one that leads does what is to be done once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, sleep, timeout};

use crate::http;
use crate::office::{self, CouncilKeys, Office, ProgrammeKeyHolder, StatusKeys, Witnesses};
use crate::register;
use crate::scheme::day;
use crate::scheme::trust::ProgrammePurpose;
use crate::signer::Passphrase;

/// How long bringing the lists in memory up to date may take. A host that is gone without a word
/// would otherwise be waited for until the network gives up.
const REFRESHED: Duration = Duration::from_secs(10);

/// How often a service that does not lead looks whether it does.
const STANDING: Duration = Duration::from_millis(500);

/// What is said of refreshing.
const READING: Words = (
    "the register cannot be read",
    "the register can be read again",
);

/// How often it is looked whether a status list is to be signed again: with the refreshing
/// within the 5 seconds that a change may take.
const SIGN: Duration = Duration::from_secs(2);

/// What is said of status lists.
const SIGNING: Words = (
    "status lists cannot be signed",
    "status lists are signed again",
);

/// How often it is looked whether a checkpoint is due: it follows within a second.
const CHECKPOINT: Duration = Duration::from_millis(400);

/// What is said of checkpoints.
const CHECKPOINTS: Words = (
    "no checkpoint can be published",
    "checkpoints are published again",
);

/// How often it is looked whether another pack is to be made or was made. A key that cannot be
/// opened is tried as often, and costs half a second of a core.
const PACK: Duration = Duration::from_secs(5);

/// What is said of packs.
const PACKING: Words = ("no pack can be made", "packs are made again");

/// How often it is looked whether a decision was approved and is to be released.
const RELEASE: Duration = Duration::from_secs(2);

/// What is said of releases.
const RELEASING: Words = (
    "approved decisions cannot be looked for",
    "approved decisions are looked for again",
);

/// How often the scans that wait are written.
const COUNT: Duration = Duration::from_secs(1);

/// What is said of counting.
const COUNTING: Words = ("scans cannot be written", "scans are written again");

/// How often it is looked whether files of labels are to be made.
const LABELS: Duration = Duration::from_secs(2);

/// What is said of files of labels.
const MAKING: Words = ("labels cannot be made", "labels are made again");

/// What is said of witnesses.
const ASKING: Words = ("witnesses cannot be asked", "witnesses are asked again");

/// How often the trail is anchored in the public log, if it has grown.
const ANCHOR: Duration = Duration::from_secs(600);

/// What is said of the trail.
const ANCHORING: Words = (
    "the trail cannot be anchored",
    "the trail is anchored again",
);

/// How often the acts that were recorded since are written to their stream.
const AUDIT: Duration = Duration::from_secs(1);

/// What is said of the stream of acts.
const AUDITING: Words = (
    "acts cannot be written to their stream",
    "acts are written to their stream again",
);

/// How often it is looked whether another day has begun, on which notices are queued.
const LOOK: Duration = Duration::from_secs(600);

/// How soon that is tried again which failed on this day.
const RETRY: Duration = Duration::from_secs(60);

/// What is said of queueing notices.
const QUEUEING: Words = ("notices cannot be queued", "notices are queued again");

/// What is said of erasing contacts.
const ERASING: Words = (
    "contacts of shoppers cannot be erased",
    "contacts of shoppers are erased again",
);

/// Starts everything; it ends with the set.
pub fn start(office: &Arc<Office>, passphrase: Option<Arc<Passphrase>>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(keep_fresh(Arc::clone(office)));
    let (standing, can_sign) = (Arc::clone(office), passphrase.is_some());
    tasks.spawn(async move { standing.stand(can_sign).await });
    tasks.spawn(keep_queued(Arc::clone(office)));
    // Without a passphrase too: then the decision says where it is to be released.
    let keys = Arc::new(CouncilKeys::new(passphrase.clone()));
    tasks.spawn(led(RELEASE, RELEASING, Arc::clone(office), move |office| {
        let keys = Arc::clone(&keys);
        async move { office.release_due(&keys).await.map(drop) }
    }));
    tasks.spawn(led(
        LABELS,
        MAKING,
        Arc::clone(office),
        http::make_label_files,
    ));
    tasks.spawn(led(ANCHOR, ANCHORING, Arc::clone(office), async |office| {
        office.anchor_trail().await
    }));
    tasks.spawn(again(COUNT, COUNTING, Arc::clone(office), async |office| {
        office.write_scans().await
    }));
    if let Some(stream) = office.audit_stream() {
        let stream = Arc::new(stream);
        tasks.spawn(again(AUDIT, AUDITING, Arc::clone(office), move |office| {
            let stream = Arc::clone(&stream);
            async move { office.write_audit(&stream).await }
        }));
    }
    if let Some(passphrase) = passphrase {
        sign(&mut tasks, office, passphrase);
    } else {
        tracing::warn!(
            "status lists, checkpoints and packs are not signed here: no passphrase is configured for a service"
        );
        // What another replica made is sent all the same.
        tasks.spawn(again(PACK, PACKING, Arc::clone(office), async |office| {
            office.refresh_pack().await.map(drop)
        }));
    }
    tasks
}

/// Starts what a service signs. Each apart from the others: opening keys takes seconds, and a
/// witness may not answer.
fn sign(tasks: &mut JoinSet<()>, office: &Arc<Office>, passphrase: Arc<Passphrase>) {
    let keys = Arc::new(StatusKeys::new(Arc::clone(&passphrase)));
    let signed = Arc::new(Notify::new());
    let lists_signed = Arc::clone(&signed);
    tasks.spawn(again(SIGN, SIGNING, Arc::clone(office), move |office| {
        let (keys, signed) = (Arc::clone(&keys), Arc::clone(&signed));
        async move {
            let outcome = if office.leads() {
                let signing = office.sign_status_lists(&keys);
                office.as_leader(signing).await.map(drop)
            } else {
                Ok(())
            };
            signed.notify_one();
            outcome
        }
    }));
    let key = ProgrammeKeyHolder::new(ProgrammePurpose::Pack, Arc::clone(&passphrase));
    let (key, packing) = (Arc::new(key), Arc::clone(office));
    tasks.spawn(async move {
        // So that the first pack holds the lists of a service that has just begun.
        lists_signed.notified().await;
        again(PACK, PACKING, packing, move |office| {
            let key = Arc::clone(&key);
            async move {
                if office.leads() {
                    office.as_leader(office.keep_pack(&key)).await.map(drop)
                } else {
                    office.refresh_pack().await.map(drop)
                }
            }
        })
        .await;
    });
    let key = Arc::new(ProgrammeKeyHolder::new(ProgrammePurpose::Log, passphrase));
    tasks.spawn(led(
        CHECKPOINT,
        CHECKPOINTS,
        Arc::clone(office),
        move |office| {
            let key = Arc::clone(&key);
            async move {
                let key = office.programme_signer(&key).await?;
                // A tree that has much to catch up with takes several.
                while office.publish_checkpoint(&key.signer).await?.is_some() {}
                Ok(())
            }
        },
    ));
    if !office.config().witnesses.is_empty() {
        let witnesses = Arc::new(Witnesses::default());
        tasks.spawn(led(SIGN, ASKING, Arc::clone(office), move |office| {
            let witnesses = Arc::clone(&witnesses);
            async move { office.ask_witnesses(&witnesses).await.map(drop) }
        }));
    }
}

/// What is said when a task begins to fail, and when it works again.
type Words = (&'static str, &'static str);

/// Says that a task fails once when it begins and once when it ends, not each time between.
struct Failing {
    words: Words,
    failed: bool,
}

impl Failing {
    fn of(words: Words) -> Self {
        Self {
            words,
            failed: false,
        }
    }

    fn hear(&mut self, office: &Office, outcome: &Result<(), office::Error>) {
        let (failing, working) = self.words;
        if let Err(office::Error::Register(error @ register::Error::NotLeader)) = outcome {
            tracing::info!(code = "not_leader", %error, "{failing}");
            return self.hand_over(office);
        }
        office.note_task(failing, outcome);
        match (outcome, self.failed) {
            (Err(error), false) => tracing::error!(code = error.code(), %error, "{failing}"),
            (Ok(()), true) => tracing::info!("{working}"),
            _ => {}
        }
        self.failed = outcome.is_err();
    }

    /// Another service does it now, and says how it goes. That it works is not said here: nobody
    /// knows.
    fn hand_over(&mut self, office: &Office) {
        office.note_task(self.words.0, &Ok(()));
        self.failed = false;
    }
}

fn each(period: Duration) -> Interval {
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Does something again and again.
async fn again<F>(
    period: Duration,
    words: Words,
    office: Arc<Office>,
    act: impl Fn(Arc<Office>) -> F,
) where
    F: Future<Output = Result<(), office::Error>>,
{
    let mut ticks = each(period);
    let mut failing = Failing::of(words);
    loop {
        ticks.tick().await;
        let outcome = act(Arc::clone(&office)).await;
        failing.hear(&office, &outcome);
    }
}

/// Does something again and again, while this service leads; once it does, at once.
async fn led<F>(period: Duration, words: Words, office: Arc<Office>, act: impl Fn(Arc<Office>) -> F)
where
    F: Future<Output = Result<(), office::Error>>,
{
    let mut ticks = each(period);
    let mut failing = Failing::of(words);
    loop {
        ticks.tick().await;
        until_it_leads(&office, [&mut failing]).await;
        let outcome = office.as_leader(act(Arc::clone(&office))).await;
        failing.hear(&office, &outcome);
    }
}

/// Until then another does what these are of.
async fn until_it_leads<const N: usize>(office: &Office, tasks: [&mut Failing; N]) {
    if office.leads() {
        return;
    }
    for failing in tasks {
        failing.hand_over(office);
    }
    while !office.leads() {
        sleep(STANDING).await;
    }
}

/// Brings the lists in memory up to date whenever something may have been written.
async fn keep_fresh(office: Arc<Office>) {
    let mut changes = office.changes();
    let mut failing = Failing::of(READING);
    loop {
        let refreshed = timeout(REFRESHED, office.refresh()).await;
        let outcome = refreshed.unwrap_or_else(|_| Err(register::Error::Silent.into()));
        failing.hear(&office, &outcome);
        changes.next().await;
    }
}

/// Queues each day the notices that are due; several services on one register queue them once.
async fn keep_queued(office: Arc<Office>) {
    let mut ticks = each(LOOK);
    let (mut queueing, mut erasing) = (Failing::of(QUEUEING), Failing::of(ERASING));
    let mut done = None;
    loop {
        ticks.tick().await;
        until_it_leads(&office, [&mut queueing, &mut erasing]).await;
        let today = day::of(office.clock().now());
        if done == Some(today) {
            continue;
        }
        let queued = office.as_leader(office.queue_notices()).await.map(drop);
        queueing.hear(&office, &queued);
        let erased = office.as_leader(office.erase_contacts_due()).await;
        let erased = erased.map(drop);
        erasing.hear(&office, &erased);
        if queued.is_ok() && erased.is_ok() {
            done = Some(today);
        } else {
            ticks.reset_after(RETRY);
        }
    }
}

//! Making the files of runs in the background, part by part: what was made before a stop is not
//! made again, and of several services one works at a run.
//!
//! A part is durable before it is counted. Two programs on one data folder keep out of each
//! other's way by the lock of a file, which ends with its program however that ends; services on
//! other machines by a lease in the register, which runs out.

use std::fs::{self, File, TryLockError};
use std::io::{self, Cursor, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::TimeDelta;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::files::{Places, folder};
use super::{LabelRunView, RunTexts, WantedFiles};
use crate::office::people::Secret;
use crate::office::{CertificateView, Error, Office, Problem, write_whole};
use crate::register;
use crate::scheme::words::Text;

/// How long a worker may be silent. A part takes some seconds.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// The file that names the worker of a data folder, and is locked while it works.
const WORKER: &str = "worker";

/// A file of a label, or of several.
pub struct LabelFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// A run whose files this program makes.
pub struct LabelJob {
    /// The run.
    pub run: LabelRunView,
    /// Its certificate.
    pub certificate: CertificateView,
    /// Which files.
    pub wanted: WantedFiles,
    texts: RunTexts,
    places: Places,
    worker: String,
    made: u64,
    /// Held while the job is.
    _lock: File,
}

impl LabelJob {
    /// The texts of the next part, with the first count of it; `None` when all are made.
    pub fn next_part(&self) -> Option<RunTexts> {
        let first = self.run.first + self.made * self.wanted.per_part;
        (self.made < self.run.parts).then(|| self.texts.part(first, self.wanted.per_part))
    }
}

impl Office {
    /// Takes the oldest run whose files are to be made; `None` when there is none, or another
    /// program on this data folder is at work.
    ///
    /// # Errors
    /// When register or disk do not answer.
    pub async fn take_label_job(&self) -> Result<Option<LabelJob>, Error> {
        let folder = folder(&self.data);
        // Without a folder nobody has worked here, and without a run nobody needs to.
        let known = fs::read_to_string(folder.join(WORKER)).unwrap_or_default();
        let waiting = self.register.label_run_to_make(&known, self.clock.now());
        if waiting.await?.is_none() {
            return Ok(None);
        }
        let Some((lock, worker)) = only_worker(&folder).map_err(Error::file(&folder))? else {
            return Ok(None);
        };
        let now = self.clock.now();
        let Some(id) = self.register.label_run_to_make(&worker, now).await? else {
            return Ok(None);
        };
        let run = self.run_again(id).await?;
        let Some(wanted) = run.files.clone() else {
            return self.unreadable_order(&run, worker).await.map(|()| None);
        };
        let places = Places::new(&self.data, &run, &wanted);
        let made = (0..run.parts)
            .take_while(|part| places.part(*part).is_file())
            .count();
        let made = u64::try_from(made).unwrap_or(0);
        let until = now + LEASE;
        let (taker, order) = (worker.clone(), run.ordered.clone());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let run = (id, order.as_str());
                entry.take_label_run(run, (&taker, made), now, until).await
            })
        });
        if !entering.await? {
            return Ok(None);
        }
        let texts = match self.run_texts(&run).await {
            Ok(texts) => texts,
            // The run is this worker's, and is taken again.
            Err(error) if may_pass(&error) => return Err(error),
            Err(error) => {
                let problem = (error.code().to_owned(), error.words());
                return self
                    .note_label_problem(id, worker, problem)
                    .await
                    .map(|()| None);
            }
        };
        Ok(Some(LabelJob {
            certificate: self.certificate(run.number).await?,
            texts,
            places,
            wanted,
            worker,
            made,
            run,
            _lock: lock,
        }))
    }

    /// Keeps the files of a job's next part and counts it; says whether the job is still this
    /// program's.
    ///
    /// # Errors
    /// When register or disk do not answer; then the part is made again.
    pub async fn keep_label_part(
        &self,
        job: &mut LabelJob,
        files: Vec<LabelFile>,
    ) -> Result<bool, Error> {
        let path = job.places.part(job.made);
        let folder = job.places.folder().to_owned();
        let shrinks = matches!(job.wanted.format.as_str(), "svg" | "zpl");
        let place = path.clone();
        let writing = tokio::task::spawn_blocking(move || {
            fs::create_dir_all(&folder)?;
            write_whole(&place, &packed(&files, shrinks)?)
        });
        let written = writing.await.map_err(|_| Error::Stopped)?;
        written.map_err(Error::file(path))?;
        job.made += 1;
        let (id, worker, made) = (job.run.id, job.worker.clone(), job.made);
        let until = self.clock.now() + LEASE;
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.count_label_parts(id, (&worker, made), until).await })
        });
        Ok(entering.await?)
    }

    /// Puts every part of a job into one ZIP, and finishes it.
    ///
    /// # Errors
    /// When register or disk do not answer.
    pub async fn finish_label_job(&self, job: LabelJob) -> Result<(), Error> {
        let (id, worker) = (job.run.id, job.worker.clone());
        let path = job.places.whole();
        let gathering = tokio::task::spawn_blocking(move || gather(&job).map(|()| job));
        let gathered = gathering.await.map_err(|_| Error::Stopped)?;
        let job = gathered.map_err(Error::file(path))?;
        let at = self.clock.now();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.finish_label_run(id, &worker, at).await })
        });
        if entering.await? {
            for part in 0..job.run.parts {
                // What is left over takes room and harms nobody.
                drop(fs::remove_file(job.places.part(part)));
            }
        }
        Ok(())
    }

    /// Notes why a job cannot be done. It stands still until somebody orders its files again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn fail_label_job(
        &self,
        job: LabelJob,
        code: &'static str,
        words: Text,
    ) -> Result<(), Error> {
        let problem = (code.to_owned(), words);
        self.note_label_problem(job.run.id, job.worker, problem)
            .await
    }

    /// An order that this program cannot read was written by a later one.
    async fn unreadable_order(&self, run: &LabelRunView, worker: String) -> Result<(), Error> {
        let (now, taker) = (self.clock.now(), worker.clone());
        let (id, order) = (run.id, run.ordered.clone());
        let taking = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let run = (id, order.as_str());
                entry.take_label_run(run, (&taker, 0), now, now).await
            })
        });
        if !taking.await? {
            // Other files were ordered meanwhile, or another service took it.
            return Ok(());
        }
        let words = Text::new(
            "Không đọc được yêu cầu tạo tệp. Hãy đặt lại tệp ở trang của đợt in.",
            "The order of files cannot be read. Order them again on the run's page.",
        );
        self.note_label_problem(id, worker, ("order_unreadable".to_owned(), words))
            .await
    }

    async fn note_label_problem(
        &self,
        id: i64,
        worker: String,
        (code, message): (String, Text),
    ) -> Result<(), Error> {
        let problem = Problem { code, message };
        // Texts: there is nothing that could not be written.
        let problem = serde_json::to_string(&problem).unwrap_or_default();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.note_label_problem(id, &worker, &problem).await })
        });
        Ok(entering.await?)
    }
}

/// Whether an error may pass by itself, so that nobody need mend the run. What the register lacks
/// or cannot read stays so, and must not keep other runs waiting.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Register(register::Error::Missing(_) | register::Error::Inconsistent { .. }) => {
            false
        }
        Error::Register(error) => error.undecodable().is_none(),
        _ => false,
    }
}

/// The lock of a data folder and the name of its worker; `None` when another program has it. The
/// name stays the same over restarts, so that a run which it had is its own again at once.
fn only_worker(folder: &Path) -> io::Result<Option<(File, String)>> {
    fs::create_dir_all(folder)?;
    let path = folder.join(WORKER);
    let mut file = File::options()
        .read(true)
        .append(true)
        .create(true)
        .open(&path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let mut name = fs::read_to_string(&path)?;
    if name.is_empty() {
        let fresh = Secret::fresh().map_err(io::Error::other)?;
        fresh.show()[..16].clone_into(&mut name);
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
    }
    Ok(Some((file, name)))
}

/// Files as one ZIP. Its times are those of nobody's clock, so that what is made again is the
/// same.
fn packed(files: &[LabelFile], shrinks: bool) -> io::Result<Vec<u8>> {
    let method = match shrinks {
        true => CompressionMethod::Deflated,
        false => CompressionMethod::Stored,
    };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.name.as_str(), options)?;
        zip.write_all(&file.content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Writes everything into one ZIP, durable under its name. Half a ZIP would only keep a full disk
/// full.
fn gather(job: &LabelJob) -> io::Result<()> {
    let gathered = gather_all(job);
    if gathered.is_err() {
        drop(fs::remove_file(job.places.draft()));
    }
    gathered
}

fn gather_all(job: &LabelJob) -> io::Result<()> {
    let (draft, whole) = (job.places.draft(), job.places.whole());
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    let mut zip = ZipWriter::new(io::BufWriter::new(file));
    for part in 0..job.run.parts {
        let part = File::open(job.places.part(part))?;
        let mut part = ZipArchive::new(io::BufReader::new(part))?;
        for index in 0..part.len() {
            zip.raw_copy_file(part.by_index_raw(index)?)?;
        }
    }
    let file = zip
        .finish()?
        .into_inner()
        .map_err(|error| error.into_error())?;
    file.sync_all()?;
    fs::rename(&draft, &whole)?;
    File::open(job.places.folder())?.sync_all()
}

//! The commands, one a file.

mod account;
mod audit;
mod backup;
mod certificates;
mod compact;
mod conformance;
mod contact;
mod council;
mod demo;
mod doctor;
mod expiring;
mod init;
mod issue;
mod key;
mod label;
mod label_options;
mod life;
mod log;
mod monitor;
mod notice;
mod output;
mod pack;
mod passphrase;
mod register;
mod release;
mod root;
mod run;
mod serve;
mod spreadsheet;
mod status;
mod token;
mod trust;
mod typed;
mod verify;
mod verify_pack;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::clock::WatchedClock;
use crate::config::Config;
use crate::office::Office;
use output::{Error, Output};

/// Certificates of Vietnam's OCOP programme: issue, print, verify.
///
/// Exit codes: 0 done or genuine, 1 not genuine, 2 error.
#[derive(Parser)]
#[command(name = "ocop", version, max_term_width = 100)]
struct Command {
    /// The folder of register, keys and configuration.
    #[arg(long, global = true, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Print JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Set up a throw-away programme, show a QR code and serve it.
    Demo(demo::Arguments),
    /// Set up a programme: root key, register, first trust list.
    Init(Box<init::Arguments>),
    /// Councils.
    #[command(subcommand)]
    Council(council::Act),
    /// The keys of councils and of the programme.
    #[command(subcommand)]
    Key(key::Act),
    /// The trust list, which verifiers go by.
    #[command(subcommand)]
    Trust(trust::Act),
    /// The root key, on the machine that keeps it.
    #[command(subcommand)]
    Root(root::Act),
    /// The status lists, which say what was revoked.
    #[command(subcommand)]
    Status(status::Act),
    /// The transparency log of everything that is recorded.
    #[command(subcommand)]
    Log(log::Act),
    /// Issue the certificates of a decision's product list.
    Issue(issue::Arguments),
    /// Seal certificates that were issued on paper, with the last days that they name.
    TakeOver(issue::Arguments),
    /// Issue the certificates of decisions that were approved at the desk.
    Release(release::Arguments),
    /// Seal compact codes of certificates that are in force, for small packages.
    Compact(compact::Arguments),
    /// List the certificates of the register.
    Certificates(certificates::Arguments),
    /// Revoke certificates by a decision, for good.
    Revoke(life::Withdraw),
    /// Suspend certificates by a decision.
    Suspend(life::Withdraw),
    /// Lift a suspension by a decision.
    Lift(life::Lift),
    /// Put a newer certificate in the place of an older one.
    Supersede(life::Supersede),
    /// Link a certificate with the one that a new decision made for the same product.
    Renew(life::Renew),
    /// List what ends soon, by producer.
    Expiring(expiring::Arguments),
    /// Tell producers that their certificates end.
    #[command(subcommand)]
    Notice(notice::Act),
    /// Where producers are written to.
    #[command(subcommand)]
    Contact(contact::Act),
    /// Print labels.
    Label(label::Arguments),
    /// Labels with serials: record a run, write its texts or files.
    Run(run::Arguments),
    /// Verify a code, a URL, a certificate number or a picture of a label.
    Verify(verify::Arguments),
    /// Write the pack for verifiers without a network.
    Pack(pack::Arguments),
    /// Serve pages and API.
    Serve(serve::Arguments),
    /// Watch what a programme publishes, from outside; name the first thing that is wrong.
    Monitor(monitor::Arguments),
    /// People: who may sign in, and what they may do.
    #[command(subcommand)]
    Account(account::Act),
    /// API tokens, by which programs are let in.
    #[command(subcommand)]
    Token(token::Act),
    /// Watch other people's logs, and cosign that they only grow.
    #[command(subcommand)]
    Witness(witness::Act),
    /// Look for what is wrong, and say what to do.
    Doctor,
    /// Check the whole book, and name the first row that is wrong.
    Audit,
    /// Copy the register while it is in use, and audit the copy.
    Backup(backup::Backup),
    /// Put a backup in the place of the register.
    Restore(backup::Restore),
    /// The register as a whole.
    #[command(subcommand)]
    Register(register::Act),
    /// Judge the vectors of the specification, here or by another verifier.
    Conformance(conformance::Arguments),
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(error) => {
            let json = std::env::args_os().any(|argument| argument == "--json");
            return typed::refuse(&error, Output { json });
        }
    };
    let output = Output { json: command.json };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return output.error(&Error::Terminal(error)),
    };
    let outcome = runtime.block_on(act(command.act, command.data, output));
    // A key at work does not keep the program from ending.
    runtime.shutdown_background();
    match outcome {
        Ok(code) => code,
        Err(error) => output.error(&error),
    }
}

async fn act(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Demo(arguments) => demo::run(arguments, data, output).await,
        Act::Init(arguments) => init::run(*arguments, data, output).await,
        Act::Council(act) => council::run(act, data, output).await,
        Act::Key(act) => key::run(act, data, output).await,
        Act::Trust(act) => trust::run(act, data, output).await,
        Act::Root(act) => root::run(act, output),
        Act::Status(act) => status::run(act, data, output).await,
        Act::Log(act) => log::run(act, data, output).await,
        Act::Issue(arguments) => issue::run(arguments, issue::Source::Decision, data, output).await,
        Act::TakeOver(arguments) => issue::run(arguments, issue::Source::Paper, data, output).await,
        Act::Release(arguments) => release::run(arguments, data, output).await,
        Act::Compact(arguments) => compact::run(arguments, data, output).await,
        Act::Certificates(arguments) => certificates::run(arguments, data, output).await,
        Act::Revoke(asked) => life::revoke(asked, data, output).await,
        Act::Suspend(asked) => life::suspend(asked, data, output).await,
        Act::Lift(asked) => life::lift(asked, data, output).await,
        Act::Supersede(asked) => life::supersede(asked, data, output).await,
        Act::Renew(asked) => life::renew(asked, data, output).await,
        Act::Expiring(arguments) => expiring::run(arguments, data, output).await,
        Act::Notice(act) => notice::run(act, data, output).await,
        Act::Contact(act) => contact::run(act, data, output).await,
        Act::Label(arguments) => label::run(arguments, data, output).await,
        Act::Run(arguments) => run::run(arguments, data, output).await,
        Act::Verify(arguments) => verify::run(arguments, data, output).await,
        Act::Pack(arguments) => pack::run(arguments, data, output).await,
        Act::Serve(arguments) => serve::run(arguments, data, output).await,
        Act::Monitor(arguments) => monitor::run(arguments, output).await,
        Act::Account(act) => account::run(act, data, output).await,
        Act::Token(act) => token::run(act, data, output).await,
        Act::Witness(act) => witness::run(act, data, output).await,
        Act::Doctor => doctor::run(data, output).await,
        Act::Audit => audit::run(data, output).await,
        Act::Backup(asked) => backup::backup(asked, data, output).await,
        Act::Restore(asked) => backup::restore(asked, data, output).await,
        Act::Register(act) => register::run(act, data, output).await,
        Act::Conformance(arguments) => conformance::run(arguments, output).await,
    }
}

/// Opens the office of the data folder.
async fn office(data: PathBuf) -> Result<Arc<Office>, Error> {
    let config = Config::read(&data)?;
    Ok(Arc::new(
        Office::open(data, config, Arc::new(WatchedClock::start())).await?,
    ))
}

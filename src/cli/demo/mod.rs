//! `ocop demo`: a throw-away programme that shows every state of a page.

mod desk;
mod examples;
mod labels;
mod people;
mod programme;
mod reports;

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::issue::report;
use super::output::{Error, Output};
use super::passphrase::{ServicePassphraseArguments, of_service};
use super::serve::{cannot_listen, serve, start_log};
use super::typed::address;
use crate::label::Label;
use crate::scheme::words::Text;

/// Ports that are tried after one that is taken.
const MORE_PORTS: u16 = 20;

#[derive(Args)]
pub struct Arguments {
    /// Where to listen. With 0.0.0.0 the codes carry this machine's address, so that a phone
    /// on the same network opens them.
    #[arg(long, value_name = "ADDRESS", value_parser = address, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let (listener, address) = listen(arguments.listen)?;
    let host = SocketAddr::new(reachable(address.ip()), address.port()).to_string();
    let folder = data.display().to_string();
    output.say(format_args!("{}: {folder}", MARK.vi))?;

    let demo = programme::open(data.clone(), host, address).await?;
    let mut examples = examples::of(&demo)?;
    examples.extend(labels::of(&demo).await?);
    let people = people::open(&demo.office, &data).await?;
    reports::open(&demo.office, &examples[0].url).await?;
    report(&demo.list, output)?;
    if output.json {
        output.line(
            &json!({ "data": folder, "listen": address, "examples": examples,
                               "people": people }),
        )?;
    }
    let first = &examples[0];
    let symbol = Label::new(&first.url, "").render_terminal()?;
    output.say(format_args!("\n{symbol}"))?;
    for example in &examples {
        output.say(format_args!("{} / {}", example.shows.vi, example.shows.en))?;
        output.say(&example.url)?;
    }
    people::tell(&people, &demo.office, output)?;
    output.say(format_args!(
        "\nDừng bằng Ctrl-C / stop with Ctrl-C. Thư mục / folder: {folder}"
    ))?;
    let _traces = start_log(output, None)?;
    let passphrase = of_service(
        ServicePassphraseArguments::default(),
        &data,
        demo.office.config(),
    );
    let passphrase = passphrase.map(Arc::new);
    serve(demo.office, listener, None, passphrase, Duration::ZERO).await?;
    Ok(ExitCode::SUCCESS)
}

/// What everything that a demonstration makes is marked with.
const MARK: Text = Text::new(
    "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ",
    "DEMONSTRATION, NOT VALID",
);

/// Listens on the address, or on the next free port.
fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let mut address = wanted;
    loop {
        match TcpListener::bind(address) {
            Ok(listener) => {
                let address = listener.local_addr()?;
                return Ok((listener, address));
            }
            Err(error)
                if error.kind() == ErrorKind::AddrInUse
                    && address.port() < wanted.port().saturating_add(MORE_PORTS) =>
            {
                address.set_port(address.port() + 1);
            }
            Err(error) => return Err(cannot_listen(address, &error)),
        }
    }
}

/// The address under which others reach this machine, when it listens on all of its own. No
/// packet is sent: the socket only asks which way one would go.
fn reachable(ip: IpAddr) -> IpAddr {
    if !ip.is_unspecified() {
        return ip;
    }
    let way = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| {
            socket
                .connect((Ipv4Addr::new(192, 0, 2, 1), 9))
                .map(|()| socket)
        })
        .and_then(|socket| socket.local_addr());
    way.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

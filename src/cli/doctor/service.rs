//! What the doctor says of the service: whether it can use its passphrase, and how it runs.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use crate::cli::passphrase::PassphraseArguments;
use crate::config::Config;
use crate::office::{Finding, Health, Office, ProgrammeKeyHolder};
use crate::scheme::trust::ProgrammePurpose;
use crate::scheme::words::Text;
use crate::signer::PassphraseSource;

/// How long a running service may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of what it says.
const LARGEST: u64 = 4 * 1024 * 1024;

fn finding(subject: &'static str, health: Health, vi: String, en: String) -> Finding {
    let message = Text::of(vi, en);
    Finding {
        subject,
        health,
        message,
    }
}

/// Whether a service would find a passphrase, and whether it opens the log's key.
pub async fn passphrase(office: &Office, data: &Path) -> Finding {
    let subject = "passphrase";
    let source = PassphraseArguments::default().source(data, office.config());
    let read = match source {
        Ok(PassphraseSource::Terminal) => {
            return finding(
                subject,
                Health::Attention,
                "Dịch vụ không có mật khẩu của khóa: không ký danh sách tình trạng, điểm chốt của nhật ký và gói. Hãy đặt passphrase_file hoặc systemd LoadCredential, hoặc ký bằng lệnh mỗi ngày".to_owned(),
                "A service here has no passphrase of its keys: it signs no status lists, checkpoints or packs. Set passphrase_file or systemd's LoadCredential, or sign by command each day".to_owned(),
            );
        }
        Ok(source) => source
            .read()
            .map_err(|error| Text::of(error.vi(), error.en())),
        Err(error) => Err(error.words()),
    };
    let opened = match read {
        Err(words) => Err(words),
        Ok(passphrase) => {
            let key = ProgrammeKeyHolder::new(ProgrammePurpose::Log, passphrase);
            let opened = office.programme_signer(&key).await;
            opened.map(drop).map_err(|error| error.words())
        }
    };
    match opened {
        Ok(()) => finding(
            subject,
            Health::Good,
            "Mật khẩu của dịch vụ mở được khóa của nhật ký".to_owned(),
            "The service's passphrase opens the log's key".to_owned(),
        ),
        Err(words) => finding(
            subject,
            Health::Attention,
            format!("Dịch vụ không dùng được mật khẩu: {}", words.vi),
            format!("The service cannot use its passphrase: {}", words.en),
        ),
    }
}

/// How a running service is, if it shows its figures.
pub async fn figures(config: &Config) -> Vec<Finding> {
    let Some(address) = config.metrics.listen else {
        return Vec::new();
    };
    let asked = tokio::task::spawn_blocking(move || ask(address)).await;
    let Ok(Some(figures)) = asked else {
        return vec![finding(
            "service",
            Health::Attention,
            format!(
                "Không dịch vụ nào trả lời ở http://{address}/metrics. Nếu lẽ ra phải chạy, hãy xem `systemctl status ocop`"
            ),
            format!(
                "No service answers at http://{address}/metrics. If one should run, look with `systemctl status ocop`"
            ),
        )];
    };
    let failing = figures.lines().filter_map(|line| {
        let task = line.strip_prefix("ocop_task_failing{task=\"")?;
        task.strip_suffix("\"} 1")
    });
    let failing: Vec<&str> = failing.collect();
    if failing.is_empty() {
        return vec![finding(
            "service",
            Health::Good,
            "Dịch vụ đang chạy, mọi việc nền đều tốt".to_owned(),
            "The service runs, and all that it does by itself goes well".to_owned(),
        )];
    }
    let named = failing.into_iter().map(|task| {
        finding(
            "service",
            Health::Bad,
            format!("Dịch vụ đang chạy nhưng: {task}. Hãy xem nhật ký của dịch vụ"),
            format!("The service runs, but {task}. See the service's log"),
        )
    });
    named.collect()
}

fn ask(address: SocketAddr) -> Option<String> {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .build()
        .new_agent();
    let mut answer = agent.get(format!("http://{address}/metrics")).call().ok()?;
    let body = answer.body_mut().with_config().limit(LARGEST);
    body.read_to_string().ok()
}

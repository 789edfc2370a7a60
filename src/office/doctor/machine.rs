//! The doctor looks at the machine: its disk, its clock, its limits, and what stands before it.

use std::fs;
use std::path::Path;
use std::process::Command;

use chrono::TimeDelta;

use super::{Finding, Health, finding};
use crate::office::Office;
use crate::scheme::check::instant;

/// Megabytes below which somebody must make room soon, and at once.
const LITTLE: u64 = 2 * 1024;
const NONE: u64 = 256;
/// Open files that a service may need: each connection is one.
const OPEN_FILES: u64 = 8_192;
/// How old the newest backup may be.
const BACKUP: TimeDelta = TimeDelta::days(2);

impl Office {
    /// What the machine should be. It asks other programs, so a page does not ask for it.
    pub fn machine_findings(&self) -> Vec<Finding> {
        let mut findings = vec![self.disk(), self.clock_finding()];
        findings.extend(open_files());
        findings.extend(self.proxies());
        findings.extend(self.backup_age());
        findings
    }

    fn disk(&self) -> Finding {
        let shown = self.data.display();
        let Some(free) = free_megabytes(&self.data) else {
            return finding(
                "disk",
                Health::Attention,
                format!(
                    "Không biết ổ đĩa của {shown} còn bao nhiêu chỗ. Hãy xem bằng `df {shown}`"
                ),
                format!(
                    "How much room the disk of {shown} has is not known. Look with `df {shown}`"
                ),
            );
        };
        let health = match free {
            ..NONE => Health::Bad,
            NONE..LITTLE => Health::Attention,
            LITTLE.. => Health::Good,
        };
        let (vi, en) = match health {
            Health::Good => ("", ""),
            _ => (
                ". Hãy dọn chỗ: khi đầy thì không ghi được gì nữa",
                ". Make room: when it is full nothing can be written any more",
            ),
        };
        finding(
            "disk",
            health,
            format!("Ổ đĩa của {shown} còn {free} MB{vi}"),
            format!("The disk of {shown} has {free} MB left{en}"),
        )
    }

    /// What was signed before cannot be of the future.
    fn clock_finding(&self) -> Finding {
        let (held, now) = (self.held(), self.clock.now());
        let councils = held.trust.councils().iter();
        let lists = councils.filter_map(|council| held.signed_list(council.code));
        let signed = lists.map(|list| list.record.signed_at);
        let packed = self.pack().map(|pack| pack.record.made_at);
        let newest = signed.chain(packed).chain([held.trust.issued_at()]).max();
        let (shown, newest) = (instant(now), newest.unwrap_or(now));
        if newest <= now {
            return finding(
                "clock",
                Health::Good,
                format!("Đồng hồ của máy: {shown}, sau mọi danh sách đã ký"),
                format!("The machine's clock says {shown}, after every list that was signed"),
            );
        }
        let signed = instant(newest);
        finding(
            "clock",
            Health::Bad,
            format!(
                "Đồng hồ của máy ({shown}) chạy chậm hơn một danh sách đã ký lúc {signed}. Hãy chỉnh giờ, ví dụ bằng `timedatectl set-ntp true`"
            ),
            format!(
                "The machine's clock ({shown}) is behind a list that was signed at {signed}. Set it, for instance with `timedatectl set-ntp true`"
            ),
        )
    }

    /// Behind a proxy that nobody named, everybody is one address.
    fn proxies(&self) -> Option<Finding> {
        let behind = self.config.listen.ip().is_loopback() && !self.config.demonstration;
        (behind && self.config.trusted_proxies.is_empty()).then(|| {
            finding(
                "proxies",
                Health::Attention,
                "Không proxy nào được tin (trusted_proxies): sau proxy, mọi người đều như một địa chỉ, nên không giới hạn được theo địa chỉ. Hãy ghi trusted_proxies = [\"127.0.0.1/32\"] nếu proxy ở cùng máy".to_owned(),
                "No proxy is trusted (trusted_proxies): behind one, everybody is the same address, and none can be limited. Write trusted_proxies = [\"127.0.0.1/32\"] if yours is on this machine".to_owned(),
            )
        })
    }

    fn backup_age(&self) -> Option<Finding> {
        if self.config.demonstration || self.config.database.is_some() {
            return None;
        }
        let made = self.newest_backup();
        let Some(made) = made else {
            return Some(finding(
                "backup",
                Health::Attention,
                "Chưa có bản sao lưu nào được tạo ở đây. Hãy chạy `ocop backup` mỗi ngày"
                    .to_owned(),
                "No backup was made here yet. Run `ocop backup` each day".to_owned(),
            ));
        };
        let shown = instant(made);
        Some(if self.clock.now() - made <= BACKUP {
            finding(
                "backup",
                Health::Good,
                format!("Bản sao lưu mới nhất: {shown}"),
                format!("The newest backup is of {shown}"),
            )
        } else {
            finding(
                "backup",
                Health::Attention,
                format!("Bản sao lưu mới nhất đã cũ: {shown}. Hãy chạy `ocop backup` mỗi ngày"),
                format!("The newest backup is old: {shown}. Run `ocop backup` each day"),
            )
        })
    }
}

fn open_files() -> Option<Finding> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let mut lines = limits.lines();
    let line = lines.find_map(|line| line.strip_prefix("Max open files"))?;
    let most = line.split_whitespace().next()?;
    let enough = most.parse().map_or(true, |most: u64| most >= OPEN_FILES);
    Some(if enough {
        finding(
            "open_files",
            Health::Good,
            format!("Mỗi tiến trình mở được {most} tệp và kết nối"),
            format!("A process may hold {most} files and connections"),
        )
    } else {
        finding(
            "open_files",
            Health::Attention,
            format!(
                "Mỗi tiến trình chỉ mở được {most} tệp và kết nối. Hãy đặt LimitNOFILE={OPEN_FILES} trong systemd, hoặc chạy `ulimit -n {OPEN_FILES}`"
            ),
            format!(
                "A process may hold only {most} files and connections. Set LimitNOFILE={OPEN_FILES} in its systemd unit, or run `ulimit -n {OPEN_FILES}`"
            ),
        )
    })
}

/// What `df` says, in the form of POSIX: the standard library does not know.
fn free_megabytes(folder: &Path) -> Option<u64> {
    let said = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let kilobytes: u64 = said
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    Some(kilobytes / 1024)
}

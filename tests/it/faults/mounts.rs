//! File systems of a test's own: small ones, and ones whose device can be copied at any moment.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a command as root, and gives what it says.
///
/// # Panics
/// When it fails, or nobody here may be root: nothing is skipped.
pub fn as_root(arguments: &[&str]) -> String {
    let user = Command::new("id").arg("-u").output().unwrap().stdout;
    let mut command = if user.trim_ascii() == b"0" {
        Command::new(arguments[0])
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", arguments[0]]);
        sudo
    };
    let output = command.args(&arguments[1..]).output();
    let output = output.unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
    assert!(
        output.status.success(),
        "{arguments:?} is to be run as root, or with sudo -n: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Something mounted, until it is dropped.
pub struct Mount {
    pub place: PathBuf,
    /// The loop device, if it is of one.
    device: Option<String>,
}

impl Mount {
    /// A file system in memory, of so many megabytes.
    pub fn in_memory(place: &Path, megabytes: u32) -> Self {
        let size = format!("size={megabytes}m,mode=0777");
        mount(place, &["-t", "tmpfs", "-o", &size, "tmpfs"]);
        Self {
            place: place.to_owned(),
            device: None,
        }
    }

    /// An empty ext4 file system in a file, of so many megabytes.
    pub fn of_file(place: &Path, file: &Path, megabytes: u32) -> Self {
        let name = file.display().to_string();
        as_root(&["truncate", "-s", &format!("{megabytes}M"), &name]);
        as_root(&["mkfs.ext4", "-q", "-E", "root_owner", &name]);
        Self::of_copy(place, file)
    }

    /// The ext4 file system that is in a file, as a machine finds it after a power cut.
    pub fn of_copy(place: &Path, file: &Path) -> Self {
        let name = file.display().to_string();
        let device = as_root(&["losetup", "--find", "--show", &name]);
        let device = device.trim().to_owned();
        mount(place, &[&device]);
        Self {
            place: place.to_owned(),
            device: Some(device),
        }
    }

    /// How much was written to the device, and what is on its way there.
    pub fn written(&self) -> (u64, u64) {
        let device = self.device.as_deref().unwrap();
        let name = device.rsplit('/').next().unwrap();
        let stat = std::fs::read_to_string(format!("/sys/block/{name}/stat")).unwrap();
        let figures: Vec<u64> = stat
            .split_whitespace()
            .map(|figure| figure.parse().unwrap())
            .collect();
        (figures[6], figures[8])
    }
}

fn mount(place: &Path, what: &[&str]) {
    std::fs::create_dir_all(place).unwrap();
    let name = place.display().to_string();
    as_root(&[&["mount"], what, &[&name]].concat());
    as_root(&["chmod", "0777", &name]);
}

impl Drop for Mount {
    fn drop(&mut self) {
        let place = self.place.display().to_string();
        match &self.device {
            // What a register that has just been left still holds ends with it.
            None => as_root(&["umount", "--lazy", &place]),
            Some(device) => {
                as_root(&["umount", &place]);
                as_root(&["losetup", "--detach", device])
            }
        };
    }
}

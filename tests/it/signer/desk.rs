//! What the tests of keys have at hand: a temporary directory, OpenSSL, and hand-made files.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use ocop::signer::{Error, FreshSeed, KeyFile, Passphrase, Signer};
use tempfile::TempDir;

pub(super) const SECRET: &str = "chè Shan tuyết Hà Giang";
const MESSAGE: &[u8] = b"OCOP 5 sao";

pub(super) fn says_all(error: &Error) {
    let (en, vi) = (error.en(), error.vi());
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    assert!(error.code().chars().all(plain));
    assert!(
        en.contains(". ") && vi.contains(". "),
        "a next step: {en} {vi}"
    );
    assert!(
        vi.chars()
            .any(|letter| "ạảấầậắặđềểệịọốồộớờợụủứữựỹáàãéèíóòúýâêôơưă".contains(letter))
    );
    assert_ne!(en, vi);
    assert!(!en.contains(SECRET) && !vi.contains(SECRET));
}

#[track_caller]
pub(super) fn refused<T>(outcome: Result<T, Error>, code: &str) {
    match outcome {
        Ok(_) => panic!("accepted, though it is {code}"),
        Err(error) => {
            assert_eq!(error.code(), code, "{error}");
            says_all(&error);
        }
    }
}

pub(super) fn secret() -> Passphrase {
    Passphrase::new(SECRET).unwrap()
}

pub(super) fn fixed(number: u8) -> FreshSeed {
    FreshSeed::new(fixed_bytes(number), [number; 16], [number; 16])
}

pub(super) fn fixed_bytes(number: u8) -> [u8; 32] {
    std::array::from_fn(|position| number * 32 + position as u8)
}

/// A temporary directory with what a key officer has: files and OpenSSL.
pub(super) struct Desk {
    pub(super) directory: TempDir,
}

impl Desk {
    pub(super) fn new() -> Desk {
        Desk {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>, mode: u32) -> PathBuf {
        let path = self.path(name);
        // Emptying a file in place waits for the disk; a new one does not.
        if path.exists() {
            fs::remove_file(&path).unwrap();
        }
        fs::write(&path, bytes).unwrap();
        chmod(&path, mode);
        path
    }

    pub(super) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub(super) fn openssl_key(&self, algorithm: &str, options: &[&str]) -> PathBuf {
        self.openssl_key_under(algorithm, options, SECRET)
    }

    pub(super) fn openssl_key_under(
        &self,
        algorithm: &str,
        options: &[&str],
        secret: &str,
    ) -> PathBuf {
        let plain = openssl(&["genpkey", "-algorithm", algorithm], b"");
        self.encrypt_under(&plain, options, secret)
    }

    pub(super) fn encrypt_pem(&self, pem: &[u8], options: &[&str]) -> PathBuf {
        self.encrypt_under(pem, options, SECRET)
    }

    pub(super) fn encrypt(&self, der: &[u8], options: &[&str]) -> PathBuf {
        self.encrypt_pem(&openssl(&["pkey", "-inform", "DER"], der), options)
    }

    pub(super) fn encrypt_under(&self, pem: &[u8], options: &[&str], secret: &str) -> PathBuf {
        let passout = format!("pass:{secret}");
        let arguments = [&["pkcs8", "-topk8", "-passout", &passout], options].concat();
        self.file("openssl.key.pem", openssl(&arguments, pem), 0o600)
    }

    /// A file with this DER under the label of an encrypted key.
    pub(super) fn pem_of(&self, der: &[u8]) -> PathBuf {
        self.file("built.key.pem", pem(der), 0o600)
    }

    pub(super) fn same_key_in_openssl(&self, key: &KeyFile, path: &Path) {
        let passin = format!("pass:{SECRET}");
        let opening = ["-passin", passin.as_str()];
        let show = ["pkey", "-in", text_of(path), "-pubout", "-outform", "DER"];
        let public_key = openssl(&[&show[..], &opening].concat(), b"");
        assert!(public_key.ends_with(key.public_key().as_bytes()));
        let message = self.file("message", MESSAGE, 0o600);
        let sign = ["pkeyutl", "-sign", "-rawin", "-in", text_of(&message)];
        let with = ["-inkey", text_of(path)];
        let signature = openssl(&[&sign[..], &with, &opening].concat(), b"");
        assert_eq!(signature, key.sign(MESSAGE).unwrap());
        fs::remove_file(message).unwrap();
    }
}

/// OpenSSL's command must be there: the tests fail without it.
pub(super) fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let scratch = tempfile::NamedTempFile::new().unwrap();
    fs::write(scratch.path(), input).unwrap();
    let output = Command::new("openssl")
        .args(arguments)
        .stdin(scratch.reopen().unwrap())
        .output()
        .expect("the openssl command is installed");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    output.stdout
}

/// EncryptedPrivateKeyInfo with PBES2, this key derivation and AES-256-CBC.
pub(super) fn pbes2(derivation: &[u8], encrypted: &[u8]) -> Vec<u8> {
    let cipher = [hex("060960864801650304012a"), tagged(0x04, &[8; 16])].concat();
    let schemes = [derivation, &tagged(0x30, &cipher)].concat();
    let algorithm = [hex("06092a864886f70d01050d"), tagged(0x30, &schemes)].concat();
    let whole = [tagged(0x30, &algorithm), tagged(0x04, encrypted)].concat();
    tagged(0x30, &whole)
}

/// Encrypts a PKCS#8 document as it stands, which OpenSSL would rewrite.
pub(super) fn write_encrypted(path: &Path, der: &[u8]) {
    use pkcs8::der::Decode as _;
    let parameters =
        pkcs8::pkcs5::pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, &[7; 16], [8; 16])
            .unwrap();
    let document = pkcs8::PrivateKeyInfoRef::from_der(der)
        .unwrap()
        .encrypt_with_params(parameters, SECRET)
        .unwrap();
    fs::write(path, pem(document.as_bytes())).unwrap();
    chmod(path, 0o600);
}

pub(super) fn pem(der: &[u8]) -> String {
    let document = pkcs8::Document::try_from(der).unwrap();
    document
        .to_pem("ENCRYPTED PRIVATE KEY", pkcs8::LineEnding::LF)
        .unwrap()
}

pub(super) fn tagged(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u8::try_from(value.len()).unwrap();
    let header = if length < 0x80 {
        vec![tag, length]
    } else {
        vec![tag, 0x81, length]
    };
    [header.as_slice(), value].concat()
}

pub(super) fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

pub(super) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub(super) fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

pub(super) fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

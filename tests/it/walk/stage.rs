//! Where the walk takes place: three councils in May 2024, with everybody who works for them, and
//! a clock that the test moves on.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ocop::clock::Clock;
use ocop::config::Config;
use ocop::office::{
    Access, CouncilKeys, Grant, NewCouncil, NewKey, NewPerson, NewProgramme, Office, Role,
    TakingUp, TotpSecret, TypedProducer, initialise,
};
use ocop::scheme::council::Level;
use ocop::scheme::words::Text;
use ocop::signer::Passphrase;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::support::{at, fresh, passphrase};

pub const TEA: &str = "Chè Shan tuyết Nguyên Bình";
pub const WINE: &str = "Rượu ngô men lá Nguyên Bình";
/// Everybody's password.
pub const PASSWORD: &str = "mật khẩu dùng để đi thử";

/// A clock that only moves when it is told to.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        at("2024-05-10T02:00:00Z") + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

pub struct Stage {
    pub office: Arc<Office>,
    /// `http://127.0.0.1:port`.
    pub origin: String,
    pub folder: TempDir,
    clock: Arc<Hands>,
    shared: HashMap<String, TotpSecret>,
}

impl Stage {
    /// Sets up the programme and serves it.
    pub async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let clock = Arc::new(Hands(AtomicI64::new(0)));
        let new = NewProgramme {
            data: folder.path().to_owned(),
            config: Config::new(Some(host.clone()), true).unwrap(),
            name: Text::new("Chương trình OCOP", "OCOP programme"),
            fresh: fresh("root"),
            passphrase: passphrase(),
        };
        let office = initialise(new, Arc::clone(&clock) as Arc<dyn Clock>)
            .await
            .unwrap();
        for (code, unit, level, name) in [
            (
                "HU",
                "VN-04@1",
                Level::District,
                "Hội đồng OCOP huyện Nguyên Bình",
            ),
            (
                "CB",
                "VN-04@1",
                Level::Province,
                "Hội đồng OCOP tỉnh Cao Bằng",
            ),
            ("TW", "VN", Level::Central, "Hội đồng OCOP cấp trung ương"),
        ] {
            let code = code.parse().unwrap();
            let council = NewCouncil {
                code,
                unit: unit.to_owned(),
                level,
                name: Text::new(name, name),
            };
            office.add_council(council).await.unwrap();
            let key = NewKey {
                council: code,
                seals_from: None,
                seals_until: None,
            };
            office
                .generate_key(key, fresh(code.as_str()), passphrase())
                .await
                .unwrap();
        }
        office.publish_trust_list(passphrase()).await.unwrap();
        let mut stage = Self {
            office: Arc::new(office),
            origin: format!("http://{host}"),
            folder,
            clock,
            shared: HashMap::new(),
        };
        stage.invite_everybody().await;
        stage.serve(listener);
        stage
    }

    fn serve(&self, listener: TcpListener) {
        let office = Arc::clone(&self.office);
        let passphrase: Passphrase = passphrase();
        tokio::spawn(ocop::http::serve(
            listener,
            ocop::http::router(Arc::clone(&office)),
            std::future::pending(),
        ));
        tokio::spawn(async move {
            let keys = CouncilKeys::new(Some(Arc::new(passphrase)));
            loop {
                office.release_due(&keys).await.unwrap();
                office.refresh().await.unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        });
    }

    async fn invite_everybody(&mut self) {
        let access = Access::of_program();
        let text = str::to_owned;
        let producer = TypedProducer {
            kind: text("cooperative"),
            name: text("Hợp tác xã Nguyên Bình"),
            address: text("Xã Thành Công, huyện Nguyên Bình, tỉnh Cao Bằng"),
            unit: text("VN-04@1"),
            council: text("HU"),
            ..TypedProducer::default()
        };
        let producer = self
            .office
            .register_producer(&access, &producer)
            .await
            .unwrap();
        let own = Grant::of_producer(producer.producer.id);
        self.invite("chuthe@ocop.example", "Nông Thị Lụa", own)
            .await;
        let auditor = Grant::of_programme(Role::Auditor);
        self.invite("kiemtoan@ocop.example", "Đỗ Thị Mai", auditor)
            .await;
        for council in ["HU", "CB", "TW"] {
            for (who, name, role) in [
                ("thuky", "Hoàng Văn Nam", Role::Secretary),
                ("cham1", "Lý Thị Hoa", Role::Scorer),
                ("cham2", "Bế Văn Sơn", Role::Scorer),
                ("chutich", "Đàm Thị Hương", Role::Chair),
            ] {
                let email = format!("{who}.{}@ocop.example", council.to_lowercase());
                let grant = Grant::of_council(role, council.parse().unwrap());
                self.invite(&email, &format!("{name} ({council})"), grant)
                    .await;
            }
        }
    }

    async fn invite(&mut self, email: &str, name: &str, grant: Grant) {
        let new = NewPerson {
            name: name.to_owned(),
            email: email.to_owned(),
            language: "vi".to_owned(),
            grants: vec![grant],
        };
        let invited = self
            .office
            .invite(&Access::of_program(), new)
            .await
            .unwrap();
        let totp = TotpSecret::fresh().unwrap();
        let chosen = TakingUp {
            secret: invited.secret.show().to_owned(),
            password: SecretString::from(PASSWORD),
            repeated: SecretString::from(PASSWORD),
            code: totp.code(self.clock.now()).unwrap(),
            totp: Some(TotpSecret::read(&totp.written()).unwrap()),
        };
        self.office.take_up(chosen).await.unwrap();
        self.shared.insert(email.to_owned(), totp);
    }

    /// A code of somebody's that was not used before: the next half minute's.
    pub fn code(&self, email: &str) -> String {
        self.clock.0.fetch_add(30, Ordering::SeqCst);
        self.shared[email].code(self.clock.now()).unwrap()
    }
}

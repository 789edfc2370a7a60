//! A provider of OpenID Connect on this machine, with its own key, that does as it is told.

use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use ocop::config::{Config, OidcConfig, ProviderName};
use ocop::office::{Error, ProviderEntry, ProviderReturn};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{self, Engine, Office, now};

pub const CLIENT: &str = "ocop";
const SECRET: &str = "a secret of two";

/// What it says, and how it misbehaves.
#[derive(Clone)]
pub struct Says {
    /// What its tokens say, beside what they must.
    pub claims: Value,
    /// How its tokens are signed.
    pub algorithm: &'static str,
    /// By which key.
    pub key: u8,
    /// Which key they say it is.
    pub kid: &'static str,
    /// As whom it describes itself; as configured if `None`.
    pub issuer: Option<String>,
}

struct Inner {
    url: String,
    says: Says,
    /// Codes that were given, with the nonce and the challenge of PKCE.
    codes: HashMap<String, (String, String)>,
    given: usize,
}

/// A provider that is asked over HTTP.
#[derive(Clone)]
pub struct StandIn(Arc<Mutex<Inner>>);

impl StandIn {
    /// Begins to answer.
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let says = Says {
            claims: json!({
                "sub": "officer-7",
                "email": "person-0@example.vn",
                "email_verified": true,
            }),
            algorithm: "EdDSA",
            key: 1,
            kid: "one",
            issuer: None,
        };
        let stand_in = Self(Arc::new(Mutex::new(Inner {
            url,
            says,
            codes: HashMap::new(),
            given: 0,
        })));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        stand_in
    }

    /// An office that is told of it.
    pub async fn office(&self, engine: Engine) -> Office {
        let office = Office::with(engine, now(), |config| self.configure(config)).await;
        let file = office.data().join("provider.secret");
        std::fs::write(&file, SECRET).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        office
    }

    fn configure(&self, config: &mut Config) {
        config.demonstration = true;
        config.oidc = Some(OidcConfig {
            issuer: self.url(),
            client_id: CLIENT.to_owned(),
            client_secret_file: "provider.secret".into(),
            name: ProviderName {
                vi: "Định danh thử".to_owned(),
                en: "Test identity".to_owned(),
            },
            second_factor_acr: vec!["high".to_owned(), "otp".to_owned()],
        });
    }

    pub fn url(&self) -> String {
        self.0.lock().unwrap().url.clone()
    }

    /// Tells it what to say from now on.
    pub fn tell(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.0.lock().unwrap().says);
    }

    /// Tells it what its tokens say.
    pub fn claim(&self, name: &str, value: Value) {
        self.tell(|says| says.claims[name] = value);
    }

    /// Somebody signs in at its page, and is sent back with this.
    pub fn visit(&self, address: &str) -> ProviderReturn {
        let url: webauthn_rs::prelude::Url = address.parse().unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(url.path(), "/authorize");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid email");
        let back = format!("http://{}/sign-in/provider/back", support::HOST);
        assert_eq!(asked["redirect_uri"], back);
        let mut inner = self.0.lock().unwrap();
        inner.given += 1;
        let code = format!("code-{}", inner.given);
        let remembered = (asked["nonce"].clone(), asked["code_challenge"].clone());
        inner.codes.insert(code.clone(), remembered);
        ProviderReturn {
            bound: None,
            state: Some(asked["state"].clone()),
            code: Some(code),
            error: None,
        }
    }

    /// Somebody signs in through it.
    pub async fn sign_in(&self, office: &Office) -> Result<ProviderEntry, Error> {
        self.sign_in_bringing(office, |_| {}).await
    }

    /// The same, bringing back something else.
    pub async fn sign_in_bringing(
        &self,
        office: &Office,
        change: impl FnOnce(&mut ProviderReturn),
    ) -> Result<ProviderEntry, Error> {
        let to = office.begin_provider_sign_in(None).await?;
        let mut returned = self.visit(&to.address);
        returned.bound = Some(to.bound.show().to_owned());
        change(&mut returned);
        office.end_provider_sign_in(returned).await
    }
}

async fn discovery(State(StandIn(inner)): State<StandIn>) -> Json<Value> {
    let inner = inner.lock().unwrap();
    let url = &inner.url;
    Json(json!({
        "issuer": inner.says.issuer.as_ref().unwrap_or(url),
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "none", "HS256"],
    }))
}

async fn keys() -> Json<Value> {
    let key = SigningKey::from_bytes(&[1; 32]).verifying_key();
    Json(json!({ "keys": [{
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": "one",
        "x": BASE64_URL_SAFE_NO_PAD.encode(key.as_bytes()),
    }] }))
}

async fn token(
    State(StandIn(inner)): State<StandIn>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, Json<Value>) {
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error })));
    let shown = headers["authorization"].to_str().unwrap();
    let secret = SECRET.replace(' ', "+");
    let expected = BASE64_STANDARD.encode(format!("{CLIENT}:{secret}"));
    if shown != format!("Basic {expected}") {
        return refuse("invalid_client");
    }
    let form: webauthn_rs::prelude::Url = format!("http://form/?{body}").parse().unwrap();
    let form: HashMap<String, String> = form.query_pairs().into_owned().collect();
    let mut inner = inner.lock().unwrap();
    let Some((nonce, challenge)) = inner.codes.remove(&form["code"]) else {
        return refuse("invalid_grant");
    };
    let verifier = Sha256::digest(&form["code_verifier"]);
    if BASE64_URL_SAFE_NO_PAD.encode(verifier) != challenge {
        return refuse("invalid_grant");
    }
    let mut claims = json!({
        "iss": inner.url,
        "aud": CLIENT,
        "nonce": nonce,
        "iat": now().timestamp(),
        "exp": now().timestamp() + 300,
    });
    for (name, value) in inner.says.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let answer = json!({
        "access_token": "nothing is asked with it",
        "token_type": "Bearer",
        "id_token": signed(&inner.says, &claims),
    });
    (StatusCode::OK, Json(answer))
}

fn signed(says: &Says, claims: &Value) -> String {
    let header = json!({ "alg": says.algorithm, "kid": says.kid, "typ": "JWT" });
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(claims));
    let signature = match says.algorithm {
        "none" => String::new(),
        _ => {
            let key = SigningKey::from_bytes(&[says.key; 32]);
            BASE64_URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes()).to_bytes())
        }
    };
    format!("{text}.{signature}")
}

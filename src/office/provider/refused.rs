//! Why somebody who comes from the identity provider is not let in. Never says what the provider
//! said in words, which may name people.

use crate::scheme::words::Text;

/// Why a sign-in through the identity provider leads nowhere. Nothing was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderRefused {
    /// There is no `[oidc]` in the configuration.
    #[error("no identity provider is configured")]
    NotConfigured,
    /// It does not answer.
    #[error("the identity provider does not answer")]
    Unreachable,
    /// Its discovery document or keys are not what they should be, or another issuer's.
    #[error("the identity provider does not describe itself as configured")]
    Misconfigured,
    /// It does not take our name or secret.
    #[error("the identity provider does not take this service's id or secret")]
    Client,
    /// What it answered cannot be read.
    #[error("the identity provider's answer cannot be read")]
    Malformed,
    /// The sign-in was ended before, is out of date, or was begun in another browser.
    #[error("the sign-in is out of date")]
    Over,
    /// The answer is to another sign-in.
    #[error("the state is another")]
    State,
    /// The person or the provider said no.
    #[error("the identity provider let nobody in")]
    Denied,
    /// The code was used before, or is none of the provider's.
    #[error("the code is refused")]
    Code,
    /// The token has no signature.
    #[error("the token is not signed")]
    Unsigned,
    /// The token's signature is not by a key of the provider.
    #[error("the token's signature does not verify")]
    Signature,
    /// The token is of another issuer.
    #[error("the token is of another issuer")]
    Issuer,
    /// The token is for another service.
    #[error("the token is for another service")]
    Audience,
    /// The token is out of date.
    #[error("the token is out of date")]
    Expired,
    /// The token is of another sign-in.
    #[error("the token is of another sign-in")]
    Nonce,
    /// A first visit, and the provider does not say that the address is the person's.
    #[error("there is no verified address")]
    Unverified,
    /// A first visit, and nobody signs in with the address.
    #[error("there is no account of this address")]
    NoAccount,
    /// The account is closed.
    #[error("the account is closed")]
    Closed,
    /// The account is linked with somebody else at this provider.
    #[error("the account is linked with somebody else")]
    Other,
}

impl ProviderRefused {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotConfigured => "provider_not_configured",
            Self::Unreachable => "provider_unreachable",
            Self::Misconfigured => "provider_misconfigured",
            Self::Client => "provider_client_refused",
            Self::Malformed => "provider_answer_malformed",
            Self::Over => "provider_sign_in_over",
            Self::State => "provider_other_state",
            Self::Denied => "provider_denied",
            Self::Code => "provider_code_refused",
            Self::Unsigned => "provider_token_unsigned",
            Self::Signature => "provider_token_signature",
            Self::Issuer => "provider_token_issuer",
            Self::Audience => "provider_token_audience",
            Self::Expired => "provider_token_expired",
            Self::Nonce => "provider_token_nonce",
            Self::Unverified => "provider_address_unverified",
            Self::NoAccount => "provider_no_account",
            Self::Closed => "provider_account_closed",
            Self::Other => "provider_other_identity",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(self) -> Text {
        match self {
            Self::NotConfigured => Text::new(
                "Chưa khai báo nhà cung cấp danh tính. Hãy đăng nhập bằng email và mật khẩu.",
                "No identity provider is configured. Sign in with your address and password.",
            ),
            Self::Unreachable => Text::new(
                "Nhà cung cấp danh tính không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng email và mật khẩu.",
                "The identity provider does not answer. Try again in some minutes, or sign in with your address and password.",
            ),
            Self::Misconfigured => Text::new(
                "Nhà cung cấp danh tính không khớp với cấu hình. Hãy đăng nhập bằng email và mật khẩu, và báo người quản trị chạy `ocop doctor`.",
                "The identity provider is not what is configured. Sign in with your address and password, and tell the administrator to run `ocop doctor`.",
            ),
            Self::Client => Text::new(
                "Nhà cung cấp danh tính không nhận hệ thống này. Hãy đăng nhập bằng email và mật khẩu, và báo người quản trị kiểm tra client_id và tệp bí mật trong [oidc].",
                "The identity provider does not take this service. Sign in with your address and password, and tell the administrator to check client_id and the secret's file in [oidc].",
            ),
            Self::Malformed => Text::new(
                "Không đọc được câu trả lời của nhà cung cấp danh tính. Hãy đăng nhập lại từ đầu, hoặc dùng email và mật khẩu.",
                "The identity provider's answer cannot be read. Begin the sign-in again, or use your address and password.",
            ),
            Self::Over => Text::new(
                "Lần đăng nhập này đã quá 10 phút, đã xong, hoặc bắt đầu ở trình duyệt khác. Hãy đăng nhập lại từ đầu.",
                "This sign-in is older than 10 minutes, done, or was begun in another browser. Begin it again.",
            ),
            Self::State => Text::new(
                "Câu trả lời này thuộc về một lần đăng nhập khác nên không được nhận. Hãy đăng nhập lại từ đầu.",
                "This answer is to another sign-in, so it was not taken. Begin again.",
            ),
            Self::Denied => Text::new(
                "Nhà cung cấp danh tính không xác nhận lần đăng nhập này. Hãy thử lại và đồng ý, hoặc dùng email và mật khẩu.",
                "The identity provider did not confirm the sign-in. Try again and agree, or use your address and password.",
            ),
            Self::Code => Text::new(
                "Nhà cung cấp danh tính không nhận mã của lần đăng nhập này: mã đã dùng hoặc đã hết hạn. Hãy đăng nhập lại từ đầu.",
                "The identity provider does not take this sign-in's code: it was used before, or is out of date. Begin again.",
            ),
            Self::Unsigned => token("không có chữ ký", "has no signature"),
            Self::Signature => token(
                "có chữ ký không đúng",
                "has a signature that does not verify",
            ),
            Self::Issuer => token("do nơi khác cấp", "is of another issuer"),
            Self::Audience => token("cấp cho hệ thống khác", "is for another service"),
            Self::Nonce => token("thuộc về lần đăng nhập khác", "is of another sign-in"),
            Self::Expired => Text::new(
                "Mã xác nhận của nhà cung cấp danh tính đã hết hạn. Hãy đăng nhập lại; nếu vẫn vậy, báo người quản trị kiểm tra giờ của máy chủ.",
                "The identity provider's token is out of date. Sign in again; if it happens again, tell the administrator to check the server's clock.",
            ),
            Self::Unverified => Text::new(
                "Nhà cung cấp danh tính chưa xác minh địa chỉ email của bạn, nên chưa tìm được tài khoản. Hãy xác minh email ở đó, hoặc đăng nhập bằng email và mật khẩu.",
                "The identity provider has not verified your e-mail address, so no account can be found. Verify it there, or sign in with your address and password.",
            ),
            Self::NoAccount => Text::new(
                "Chưa có tài khoản nào dùng địa chỉ email này. Hãy nhờ văn phòng điều phối chương trình mời bạn.",
                "No account has this e-mail address. Ask the programme office to invite you.",
            ),
            Self::Closed => Text::new(
                "Tài khoản của bạn đã đóng. Hãy hỏi văn phòng điều phối chương trình.",
                "Your account is closed. Ask the programme office.",
            ),
            Self::Other => Text::new(
                "Tài khoản có địa chỉ email này đã liên kết với một người khác ở nhà cung cấp danh tính. Hãy nhờ văn phòng điều phối mời lại tài khoản.",
                "The account of this e-mail address is linked with somebody else at the identity provider. Ask the programme office to invite the account again.",
            ),
        }
    }
}

fn token(vi: &str, en: &str) -> Text {
    Text::of(
        format!(
            "Mã xác nhận của nhà cung cấp danh tính {vi} nên không được nhận. Hãy đăng nhập lại từ đầu; nếu vẫn vậy, dùng email và mật khẩu và báo người quản trị."
        ),
        format!(
            "The identity provider's token {en}, so it was not taken. Begin again; if it happens again, use your address and password, and tell the administrator."
        ),
    )
}

//! Why people are not let in, and why accounts and roles stay as they are.

use crate::scheme::words::Text;

/// Why people and roles stay as they are, or somebody is not let in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleRefused {
    /// There is no such account.
    #[error("there is no account {0}")]
    NoSuchAccount(i64),
    /// The account has no such role.
    #[error("there is no role {0} of this account")]
    NoSuchRole(i64),
    /// There is no such producer.
    #[error("there is no producer {0}")]
    NoSuchProducer(i64),
    /// Whoever asks has no such token.
    #[error("there is no token {0} of this account")]
    NoSuchToken(i64),
    /// Only who runs the programme may.
    #[error("people and roles are the programme office's")]
    NotAllowed,
    /// The account is closed.
    #[error("the account {0} is closed")]
    Closed(i64),
    /// It is the last role of the programme of the person who acts.
    #[error("nobody takes their own last role of the programme away")]
    OwnLastRole,
    /// It is the account of the person who acts.
    #[error("nobody closes or resets their own account")]
    OwnAccount,
    /// The address is unknown, the password another, or the account closed: not said which.
    #[error("address and password do not fit")]
    WrongPassword,
    /// The code is not the one that the authenticator shows.
    #[error("the code is not the right one")]
    WrongCode,
    /// The code was used before.
    #[error("the code was used before")]
    UsedCode,
    /// What only a demonstration does.
    #[error("this is no demonstration")]
    NoDemonstration,
    /// A role asks for a second factor, and the account has none.
    #[error("the account has no second factor")]
    NoFactor,
    /// Who acts has a second factor, and did not show it just now.
    #[error("a second factor must be shown first")]
    NotFresh,
    /// The sign-in was half done too long ago.
    #[error("the sign-in is out of date")]
    SignInOver,
    /// The invitation is unknown, used, replaced or out of date: not said which.
    #[error("the invitation leads nowhere")]
    InvitationOver,
    /// Too many passwords are checked at once.
    #[error("too many passwords are checked at once")]
    Busy,
}

impl PeopleRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchAccount(_) => "no_such_account",
            Self::NoSuchRole(_) => "no_such_role",
            Self::NoSuchProducer(_) => "no_such_producer",
            Self::NoSuchToken(_) => "no_such_token",
            Self::NotAllowed => "forbidden",
            Self::Closed(_) => "account_closed",
            Self::OwnLastRole => "own_last_role",
            Self::OwnAccount => "own_account",
            Self::WrongPassword => "sign_in_refused",
            Self::WrongCode => "code_wrong",
            Self::UsedCode => "code_used",
            Self::NoDemonstration => "no_demonstration",
            Self::NoFactor => "factor_missing",
            Self::NotFresh => "factor_needed",
            Self::SignInOver => "sign_in_over",
            Self::InvitationOver => "no_such_invitation",
            Self::Busy => "busy",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchAccount(id) => Text::of(
                format!("Không có tài khoản số {id}. Hãy xem danh sách người dùng."),
                format!("There is no account {id}. See the list of people."),
            ),
            Self::NoSuchRole(id) => Text::of(
                format!("Tài khoản này không có vai trò số {id}. Hãy tải lại trang."),
                format!("This account has no role {id}. Load the page again."),
            ),
            Self::NoSuchProducer(id) => Text::of(
                format!("Không có chủ thể số {id}. Hãy đăng ký chủ thể trước."),
                format!("There is no producer {id}. Register the producer first."),
            ),
            Self::NoSuchToken(id) => Text::of(
                format!("Bạn không có mã truy cập số {id}. Hãy tải lại trang."),
                format!("You have no token {id}. Load the page again."),
            ),
            Self::NotAllowed => Text::new(
                "Việc này dành cho văn phòng điều phối chương trình. Hãy nhờ họ làm.",
                "This is for the programme office. Ask them to do it.",
            ),
            Self::Closed(id) => Text::of(
                format!("Tài khoản số {id} đã đóng. Hãy mở lại trước."),
                format!("The account {id} is closed. Open it again first."),
            ),
            Self::OwnLastRole => Text::new(
                "Không ai tự thu lại vai trò văn phòng điều phối cuối cùng của mình. Hãy nhờ người khác trong văn phòng làm.",
                "Nobody takes away their own last role of the programme office. Ask somebody else of the office.",
            ),
            Self::OwnAccount => Text::new(
                "Không ai tự đóng hoặc mời lại tài khoản của mình. Hãy nhờ người khác trong văn phòng làm.",
                "Nobody closes or re-invites their own account. Ask somebody else of the office.",
            ),
            Self::WrongPassword => Text::new(
                "Địa chỉ email và mật khẩu không khớp. Hãy gõ lại; nếu quên mật khẩu, hãy nhờ văn phòng điều phối mời lại.",
                "Address and password do not fit. Type them again; if the password is lost, ask the programme office to invite you again.",
            ),
            Self::WrongCode => Text::new(
                "Mã xác thực không đúng. Hãy gõ mã 6 chữ số đang hiện trong ứng dụng xác thực, và kiểm tra giờ trên điện thoại.",
                "The code is not right. Type the 6 digits that the authenticator shows now, and check the phone's clock.",
            ),
            Self::UsedCode => Text::new(
                "Mã xác thực này đã dùng rồi: mỗi mã chỉ dùng một lần. Hãy chờ mã tiếp theo, tối đa 30 giây.",
                "This code was used before: each works once. Wait for the next one, at most 30 seconds.",
            ),
            Self::NoDemonstration => Text::new(
                "Mã xác thực chỉ hiện ra trong bản thử nghiệm (`ocop demo`). Ở chương trình thật hãy dùng ứng dụng xác thực của bạn.",
                "Codes are shown in a demonstration only (`ocop demo`). In a real programme use your authenticator.",
            ),
            Self::NoFactor => Text::new(
                "Vai trò của bạn cần xác thực bước hai mà tài khoản chưa có. Hãy nhờ văn phòng điều phối mời lại.",
                "Your role takes a second factor and your account has none. Ask the programme office to invite you again.",
            ),
            Self::NotFresh => Text::new(
                "Việc này cần xác thực bước hai trong 5 phút gần nhất. Hãy nhập mã xác thực hoặc dùng khóa truy cập, rồi làm lại.",
                "This takes a second factor shown within the last 5 minutes. Give a code or use a passkey, then do it again.",
            ),
            Self::SignInOver => Text::new(
                "Lần đăng nhập này đã quá 10 phút hoặc đã dùng xong. Hãy đăng nhập lại từ đầu.",
                "This sign-in is older than 10 minutes, or done. Begin it again.",
            ),
            Self::InvitationOver => Text::new(
                "Đường dẫn mời này không dùng được: đã dùng, đã có đường dẫn mới thay, hoặc đã quá 72 giờ. Hãy xin đường dẫn mời mới.",
                "This invitation does not work: it was used, replaced by a newer one, or is older than 72 hours. Ask for a new one.",
            ),
            Self::Busy => Text::new(
                "Hệ thống đang bận. Hãy thử lại sau vài giây.",
                "The service is busy. Try again in some seconds.",
            ),
        }
    }
}

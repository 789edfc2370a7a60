//! The shapes of people's forms and answers, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

/// The form to sign in.
#[derive(ToSchema)]
pub struct SignIn {
    email: String,
    password: String,
    /// The page to be led to; one of this service.
    next: Option<String>,
    /// Where a form goes that was sent without a session.
    kept_to: Option<String>,
    /// Its fields, a JSON list of names and values.
    kept: Option<String>,
}

/// The form of the second factor.
#[derive(ToSchema)]
pub struct SignInCode {
    /// What the page before gave.
    step: String,
    /// The six digits of the authenticator.
    one_time_code: String,
    next: Option<String>,
    kept_to: Option<String>,
    kept: Option<String>,
}

/// The form of a fresh second factor.
#[derive(ToSchema)]
pub struct FreshFactor {
    /// The six digits of the authenticator.
    one_time_code: String,
    next: Option<String>,
    kept_to: Option<String>,
    kept: Option<String>,
}

/// The form that takes an invitation up.
#[derive(ToSchema)]
pub struct TakingUp {
    #[schema(min_length = 12, max_length = 200)]
    password: String,
    repeated: String,
    /// What the page showed, to be shared with an authenticator.
    totp: String,
    /// The six digits that the authenticator shows then. Producers may leave them out.
    one_time_code: Option<String>,
}

/// The form that changes a password.
#[derive(ToSchema)]
pub struct PasswordChange {
    password_now: String,
    #[schema(min_length = 12, max_length = 200)]
    password: String,
    repeated: String,
}

/// A language of the pages.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum LanguageName {
    Vi,
    En,
}

/// The form that sets a language.
#[derive(ToSchema)]
pub struct LanguageChange {
    language: LanguageName,
}

/// The form that makes a token of one's own.
#[derive(ToSchema)]
pub struct NewToken {
    /// The program that will hold it.
    name: String,
    /// The last day on which it works; a year from today if not given.
    #[schema(format = Date)]
    expires: Option<String>,
}

/// Somebody to be invited.
#[derive(ToSchema)]
pub struct NewPerson {
    #[schema(example = "Nguyễn Thị Hoa")]
    name: String,
    #[schema(example = "hoa@caobang.gov.vn")]
    email: String,
    /// `vi` or `en`; `vi` if not given.
    language: Option<String>,
    /// `programme`, `secretary`, `chair`, `scorer`, `producer`, `inspector` or `auditor`.
    #[schema(example = "secretary")]
    role: String,
    /// For a secretary, chair or scorer: whose.
    #[schema(example = "CB")]
    council: Option<String>,
    /// For a producer: which.
    producer: Option<i64>,
}

/// A role to be given.
#[derive(ToSchema)]
pub struct NewRole {
    /// `programme`, `secretary`, `chair`, `scorer`, `producer`, `inspector` or `auditor`.
    #[schema(example = "chair")]
    role: String,
    /// For a secretary, chair or scorer: whose.
    #[schema(example = "CB")]
    council: Option<String>,
    /// For a producer: which.
    producer: Option<i64>,
}

/// An invitation.
#[derive(ToSchema)]
pub struct Invitation {
    account: i64,
    /// Where the invited person chooses their password, once; shown to nobody again.
    link: String,
    /// The instant from which it leads nowhere.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// A page of people.
#[derive(ToSchema)]
pub struct PeoplePage {
    people: Vec<Person>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// Somebody who may sign in.
#[derive(ToSchema)]
pub struct Person {
    id: i64,
    name: String,
    email: String,
    /// `vi` or `en`.
    language: String,
    roles: Vec<PersonRole>,
    /// Whether they took their invitation up.
    has_password: bool,
    /// Whether an authenticator shows codes for them.
    has_totp: bool,
    /// Until when their invitation can be taken up, if they still have to.
    #[schema(format = DateTime)]
    invited_until: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    /// When the account was closed.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

/// A role of somebody.
#[derive(ToSchema)]
pub struct PersonRole {
    /// The number by which it is taken away.
    id: i64,
    role: String,
    council: Option<String>,
    producer: Option<i64>,
}

/// One's own account.
#[derive(ToSchema)]
#[schema(as = OwnAccount)]
pub struct Own {
    account: i64,
    name: String,
    /// `vi` or `en`.
    language: String,
    roles: Vec<OwnRole>,
    tokens: Vec<OwnTokenListed>,
}

/// A role of one's own.
#[derive(ToSchema)]
pub struct OwnRole {
    role: String,
    council: Option<String>,
    producer: Option<i64>,
}

/// A token of one's own, without the token itself.
#[derive(ToSchema)]
pub struct OwnTokenListed {
    id: i64,
    name: String,
    scopes: Vec<String>,
    /// `active`, `expired` or `revoked`.
    state: String,
    #[schema(format = Date)]
    expires_on: String,
}

/// A password in place of another.
#[derive(ToSchema)]
pub struct NewPassword {
    /// The one that works now.
    now: String,
    /// At least 12 characters, and none that many use.
    #[schema(min_length = 12, max_length = 200)]
    new: String,
}

/// The language of one's pages.
#[derive(ToSchema)]
pub struct OwnLanguage {
    language: LanguageName,
}

/// A token to be made.
#[derive(ToSchema)]
pub struct NewOwnToken {
    /// What it is called: the program that holds it.
    name: String,
    /// The last day on which it works; a year ahead if not given.
    #[schema(format = Date, nullable)]
    expires_on: Option<String>,
}

/// A token, with itself, this once.
#[derive(ToSchema)]
pub struct OwnToken {
    id: i64,
    name: String,
    #[schema(example = "ocop_…")]
    token: String,
    #[schema(format = Date)]
    expires_on: String,
}

/// A token that was revoked.
#[derive(ToSchema)]
pub struct Revoked {
    revoked: i64,
}

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

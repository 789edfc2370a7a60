//! People: their accounts and roles, and how they sign in.
//!
//! ```text
//! invite -> /welcome/{secret} -> a password, and a second factor -> signed in
//! sign_in (password) -> half signed in -> code | passkey -> Entered -> sign_in_as: a session
//! ```

mod accounts;
mod ceremony;
mod closing;
mod demonstration;
mod invite;
mod list;
mod own;
mod passwords;
mod refused;
mod roles;
mod secret;
mod sessions;
mod sign_in;
mod totp;
mod welcome;
mod well_known;

pub use accounts::Person;
pub use invite::{Invited, NewPerson};
pub use list::{PeoplePage, PeopleQuery, PersonGrant, PersonView};
pub(super) use own::own;
pub use passwords::{LONGEST as LONGEST_PASSWORD, Passwords, SHORTEST as SHORTEST_PASSWORD};
pub use refused::PeopleRefused;
pub use secret::Secret;
pub use sessions::{Entered, NoSession};
pub use sign_in::SignIn;
pub use totp::TotpSecret;
pub use welcome::{TakingUp, Welcome};

//! What kinds of requests are kept apart, so that none starves another.

use crate::http::policy::{POLICIES, Policy};

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Checks of codes and what verifiers fetch: answered out of memory.
    Checks = 0,
    /// Other public pages, which read the register.
    Pages = 1,
    /// Who signed in or wants to, and programs with a token.
    Desk = 2,
    /// Whether the service lives: always answered.
    Health = 3,
}

/// Public routes that are answered out of memory, or by a row or two.
const CHECKS: [&str; 19] = [
    "/",
    "/icon.svg",
    "/v/{digits}",
    "/s/{digits}",
    "/s/{digits}/place",
    "/c/{number}",
    "/01/{gtin}",
    "/api/v1/verify",
    "/trust",
    "/trust.json",
    "/.well-known/ocop-trust-list",
    "/.well-known/jwks.json",
    "/status",
    "/status/{council}",
    "/pack",
    "/log/checkpoint",
    "/assets/{file}",
    "/inspector/files/{version}/{file}",
    "/widget.js",
];
/// Public routes by which somebody comes to their desk.
const ENTRANCES: [&str; 3] = ["/sign-in", "/sign-out", "/welcome"];

impl Class {
    /// Those with a gate, by its place.
    pub const GATED: [Self; 3] = [Self::Checks, Self::Pages, Self::Desk];

    /// The class of a route.
    pub fn of(path: &str) -> Self {
        let of_somebody = |row: &(&str, &str, Policy)| row.1 == path && row.2 != Policy::Public;
        if ["/healthz", "/readyz"].contains(&path) {
            Self::Health
        } else if CHECKS.contains(&path) {
            Self::Checks
        } else if POLICIES.iter().any(of_somebody)
            || ENTRANCES.iter().any(|entrance| path.starts_with(entrance))
        {
            Self::Desk
        } else {
            Self::Pages
        }
    }

    /// Its gate, if it has one.
    pub fn gate(self) -> Option<usize> {
        (self != Self::Health).then_some(self as usize)
    }

    /// Its name among the metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Pages => "pages",
            Self::Desk => "desk",
            Self::Health => "health",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CHECKS, Class};
    use crate::http::policy::{POLICIES, Policy};

    #[test]
    fn who_signs_in_does_not_wait_behind_the_public() {
        assert_eq!(Class::of("/sign-in/code"), Class::Desk);
        assert_eq!(Class::of("/welcome/{secret}"), Class::Desk);
        assert_eq!(Class::of("/desk"), Class::Desk);
        assert_eq!(Class::of("/register"), Class::Pages);
        assert_eq!(Class::of("/v/{digits}"), Class::Checks);
        assert_eq!(Class::of("/readyz"), Class::Health);
    }

    #[test]
    fn every_check_is_a_public_route() {
        for path in CHECKS {
            let mut rows = POLICIES.iter();
            assert!(
                rows.any(|row| row.1 == path && row.2 == Policy::Public),
                "{path}"
            );
        }
    }
}

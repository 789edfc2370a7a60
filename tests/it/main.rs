//! The integration tests: one binary, one entrance (`support::Office`).

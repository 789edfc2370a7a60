//! OCOP certificates: issued by councils, printed as QR labels, checked by anyone.

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(not(target_arch = "wasm32"))]
pub mod clock;
#[cfg(not(target_arch = "wasm32"))]
pub mod config;
#[cfg(not(target_arch = "wasm32"))]
pub mod http;
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "exports have names that are not mangled")]
pub mod inspector;
#[cfg(not(target_arch = "wasm32"))]
pub mod label;
#[cfg(not(target_arch = "wasm32"))]
pub mod office;
pub mod reader;
#[cfg(not(target_arch = "wasm32"))]
pub mod register;
pub mod scheme;
#[cfg(not(target_arch = "wasm32"))]
pub mod signer;

/// The examples of the document for other developers.
#[cfg(doctest)]
#[doc = include_str!("../docs/verifying.md")]
struct Verifying;

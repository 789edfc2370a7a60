//! OCOP certificates: issued by councils, printed as QR labels, checked by anyone.

#[cfg(not(target_arch = "wasm32"))]
pub mod office;
pub mod scheme;

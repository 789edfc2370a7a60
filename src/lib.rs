//! OCOP certificates: issued by councils, printed as QR labels, checked by anyone.

pub mod scheme;

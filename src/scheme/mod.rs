//! The rules of OCOP and of the token: no clock, disk, network or async.

pub mod cbor;
pub mod certificate;
pub mod check;
pub mod cose;
pub mod council;
pub mod day;
pub mod decision;
pub mod digits;
pub mod edition;
pub mod gtin;
pub mod judge;
pub mod number;
pub mod producer;
pub mod product;
pub mod province;
pub mod qr_text;
pub mod score;
pub mod seal;
pub mod stars;
pub mod status;
pub mod text;
pub mod token;
pub mod trust;
pub mod verdict;
pub mod words;

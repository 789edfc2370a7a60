//! The rules of OCOP and of the token: no clock, disk, network or async.

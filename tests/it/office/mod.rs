//! The office: setting up, councils, keys, trust lists, verifying.

mod lists;
mod setting_up;
mod verifying;

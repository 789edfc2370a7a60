//! Services that come and go: stopped without a failed request, replaced by a newer one,
//! supervised, behind a proxy; and a register that moves to another engine.

mod draining;
mod examples;
mod migrations;
mod moving;
mod proxies;
mod rolling;
mod served;
mod supervised;

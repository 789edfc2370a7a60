//! What only PostgreSQL has: several hosts, answers that get lost on the way, one leader among
//! several services, and word of what others wrote. Statements here are for this engine alone.

mod commit;
mod hosts;
mod lead;
mod listen;
mod pool;
mod read;

pub(super) use commit::commit;
pub(super) use lead::Lead;
pub use listen::Changes;
pub(super) use pool::Postgres;

//! Producers, dossiers and their files: who may do what, what is refused, that nothing is half
//! done.

mod files;
mod moves;
mod people;
mod producers;
mod renewals;
mod writing;

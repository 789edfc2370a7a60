//! Producers, dossiers and their files: who may do what, what is refused, that nothing is half
//! done.

mod door;
mod files;
mod moves;
mod pages;
mod people;
mod producers;
mod renewals;
mod writing;

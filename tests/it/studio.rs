//! Labels at the door: files, the studio's page, sheets, and all labels of a decision.

mod bundle;
mod files;
mod pages;
mod reach;
mod report;
mod sheets;
mod stage;

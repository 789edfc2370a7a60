//! Whoever runs the service sees how it is: figures, lines of the log, acts, traces.

mod acts;
mod doctor;
mod figures;
mod lines;
mod traces;

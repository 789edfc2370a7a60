//! The life of a certificate after issuing: acts, signed lists, and who may sign them.

mod acts;
mod doctor;
mod expiring;
mod figures;
mod final_states;
mod office;
mod published;
mod ready;
mod refused;
mod renewal;

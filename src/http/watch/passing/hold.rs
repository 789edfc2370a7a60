//! What a request holds until it is answered: its place at the gate, and the bytes of its body.

use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::Request;

use crate::http::limits::{Cut, Intake, Paced};
use crate::http::watch::{Class, Watch};

/// What is given back when this is dropped, answered or not.
pub enum Hold {
    /// A request without a body: nothing, or its place at a gate.
    Place(Option<(Arc<Watch>, usize)>),
    /// A request with a body.
    Body(Arc<Intake<Watch>>),
}

impl Hold {
    /// What a request holds that has come through its gate; from now on its body is watched.
    pub fn new(watch: &Arc<Watch>, class: Class, request: &mut Request) -> Self {
        if request.body().is_end_stream() {
            let gate = class.gate().map(|gate| (Arc::clone(watch), gate));
            return Self::Place(gate);
        }
        let intake = Intake::new(Arc::clone(watch), class as usize);
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = Body::new(Paced::new(body, Arc::clone(&intake)));
        Self::Body(intake)
    }

    /// Why the body was not read to its end, if it was not.
    pub fn cut(&self) -> Option<Cut> {
        match self {
            Self::Place(_) => None,
            Self::Body(intake) => intake.cut(),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        match self {
            Self::Place(None) => {}
            Self::Place(Some((watch, gate))) => watch.gates[*gate].leave(),
            Self::Body(intake) => intake.end(),
        }
    }
}

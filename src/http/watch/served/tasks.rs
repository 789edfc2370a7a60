//! What is done again and again, among the metrics.

use crate::http::watch::exposition::{
    Exposition,
    Metric::{Counter, Gauge},
};
use crate::office::TaskFigures;

/// Whether each task failed, and how often.
pub fn write(text: &mut Exposition, tasks: &[TaskFigures]) {
    let name = "ocop_task_failing";
    text.metric(
        name,
        Gauge,
        "Whether a task failed the last time, by what it could not do.",
    );
    for task in tasks {
        text.figure(name, &[("task", task.failing)], u8::from(task.is_failing));
    }
    let name = "ocop_task_failures_total";
    text.metric(
        name,
        Counter,
        "How often a task failed, by what it could not do.",
    );
    for task in tasks {
        text.figure(name, &[("task", task.failing)], task.failures);
    }
}

//! The text that Prometheus reads (exposition format 0.0.4).

use std::fmt::{Display, Write};

/// The text as it grows.
#[derive(Default)]
pub struct Exposition(String);

/// What kind of figure a metric is.
#[derive(Clone, Copy)]
pub enum Metric {
    Counter,
    Gauge,
    Histogram,
}

impl Exposition {
    /// Begins a metric: its lines follow.
    pub fn metric(&mut self, name: &str, metric: Metric, help: &str) {
        let metric = match metric {
            Metric::Counter => "counter",
            Metric::Gauge => "gauge",
            Metric::Histogram => "histogram",
        };
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {metric}"));
    }

    /// A figure, with its labels.
    pub fn figure(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let mut written = String::new();
        for (label, value) in labels {
            let comma = if written.is_empty() { "" } else { "," };
            let value = value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            write!(written, "{comma}{label}=\"{value}\"").expect("a text takes more");
        }
        if written.is_empty() {
            self.line(format_args!("{name} {value}"));
        } else {
            self.line(format_args!("{name}{{{written}}} {value}"));
        }
    }

    /// A metric of one figure.
    pub fn one(&mut self, name: &str, metric: Metric, help: &str, value: impl Display) {
        self.metric(name, metric, help);
        self.figure(name, &[], value);
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.0
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.0, "{line}").expect("a text takes more");
    }
}

#[cfg(test)]
mod tests {
    use super::{Exposition, Metric};

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let mut text = Exposition::default();
        text.one("ocop_a", Metric::Gauge, "A.", 1.5);
        text.metric("ocop_b_total", Metric::Counter, "B.");
        text.figure("ocop_b_total", &[("x", "say \"no\""), ("y", "2")], 7);
        let expected = "# HELP ocop_a A.\n# TYPE ocop_a gauge\nocop_a 1.5\n\
            # HELP ocop_b_total B.\n# TYPE ocop_b_total counter\n\
            ocop_b_total{x=\"say \\\"no\\\"\",y=\"2\"} 7\n";
        assert_eq!(text.into_text(), expected);
    }
}

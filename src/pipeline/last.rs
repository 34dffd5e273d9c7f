//! What the last run came to, for a run that is asked for the same and finds nothing changed.

use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::{Outcome, Rendered, Request};
use crate::diagnostic::{Report, SourcePath};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::Sources;
use crate::write::WriteError;

/// What a run came to.
#[derive(Serialize, Deserialize)]
struct Last {
    inputs: Fingerprint,
    report: Report,
    rendered: Option<Rendered>,
}

/// Stands for everything that the outcome of a run follows from; `None` where that is more than the
/// contents of files.
pub(super) fn inputs(
    request: &Request<'_>,
    sources: &Sources,
    program: Fingerprint,
    loading: &Report,
) -> Option<Fingerprint> {
    // Where there is no guide nothing is left behind.
    sources.fingerprint(&SourcePath::new("site.yaml"))?;
    // What is wrong with files that aren't loaded doesn't show in those that are.
    if !loading.diagnostics().is_empty() {
        return None;
    }
    let mut mixer = Mixer::default();
    mixer.part(program);
    mixer.text(&request.options.today.to_string());
    let base_url = request.options.base_url.as_deref();
    mixer.number(u64::from(base_url.is_some()));
    mixer.text(base_url.unwrap_or_default());
    mixer.number(u64::from(request.drafts));
    mixer.number(u64::from(request.output.is_some()));
    for (path, bytes) in sources.fingerprints() {
        mixer.text(path.as_str()).part(bytes);
    }
    Some(mixer.finish())
}

/// The outcome of the last run that was asked for the same, if nothing has changed since, neither
/// what it read nor what it wrote.
pub(super) fn recalled(
    request: &Request<'_>,
    memory: &Memory,
    inputs: Fingerprint,
) -> Result<Option<(Report, Option<Rendered>)>, WriteError> {
    // Whether the output is still what was written isn't known.
    if request.output.is_some() {
        return Ok(None);
    }
    let last: Option<Last> = memory.read(&name(request));
    let Some(last) = last.filter(|last| last.inputs == inputs) else {
        return Ok(None);
    };
    Ok(Some((last.report, last.rendered)))
}

/// Keeps what a run came to.
pub(super) fn keep(request: &Request<'_>, memory: &Memory, inputs: Fingerprint, outcome: &Outcome) {
    let last = Last {
        inputs,
        report: outcome.report.clone(),
        rendered: outcome.rendered.clone(),
    };
    memory.write(&name(request), &last);
}

/// One for each output, and one for runs without.
fn name(request: &Request<'_>) -> String {
    match request.output {
        None => "last-check".to_owned(),
        Some(output) => {
            let of = Fingerprint::of(output.as_os_str().as_encoded_bytes());
            let bytes = of.to_bytes();
            let hex = bytes.iter().take(8).map(|byte| format!("{byte:02x}"));
            format!("last-{}", hex.collect::<String>())
        }
    }
}

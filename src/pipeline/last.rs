//! What the last run came to, for a run that is asked for the same and finds nothing changed.

use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::{Outcome, Progress, Rendered, Request, STATE, settings};
use crate::diagnostic::{Report, SourcePath};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::Sources;
use crate::write::{self, Notice, WriteError};

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
    loading: &Report,
) -> Option<Fingerprint> {
    // Where there is no guide nothing is left behind.
    sources.fingerprint(&SourcePath::new("site.yaml"))?;
    // What is wrong with files that aren't loaded doesn't show in those that are.
    if !loading.diagnostics().is_empty() {
        return None;
    }
    let mut mixer = Mixer::default();
    mixer.part(request.writing.program);
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
    progress: &dyn Progress,
) -> Result<Option<(Report, Option<Rendered>)>, WriteError> {
    let last: Option<Last> = memory.read(&name(request));
    let Some(mut last) = last.filter(|last| last.inputs == inputs) else {
        return Ok(None);
    };
    if let (Some(rendered), Some(output)) = (&mut last.rendered, request.output) {
        let state = request.root.join(STATE);
        let say = |notice: &Notice| progress.say(&notice.message());
        // How files would be exchanged doesn't matter where none is.
        let settings = settings(request, output, &state, false, &say);
        rendered.written = write::unchanged(&settings, inputs)?;
        if rendered.written.is_none() {
            return Ok(None);
        }
    }
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

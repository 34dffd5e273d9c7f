//! What the last run came to, for a run that is asked for the same and finds nothing changed.

use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::{Outcome, Progress, Rendered, Request, STATE, settings};
use crate::diagnostic::{Report, SourcePath};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::Sources;
use crate::parse::site::Output;
use crate::write::{self, Notice, WriteError};

/// What a run came to.
#[derive(Serialize, Deserialize)]
pub(super) struct Last {
    inputs: Fingerprint,
    pub(super) report: Report,
    pub(super) rendered: Option<Rendered>,
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
    mixer.part(asked(request));
    for (path, bytes) in sources.fingerprints() {
        mixer.text(path.as_str()).part(bytes);
    }
    Some(mixer.finish())
}

/// Stands for what a run is asked for, whatever its files hold.
pub(super) fn asked(request: &Request<'_>) -> Fingerprint {
    let mut mixer = Mixer::default();
    mixer.part(request.writing.program);
    mixer.text(&request.options.today.to_string());
    let base_url = request.options.base_url.as_deref();
    mixer.number(u64::from(base_url.is_some()));
    mixer.text(base_url.unwrap_or_default());
    mixer.number(u64::from(request.drafts));
    mixer.number(u64::from(request.output.is_some()));
    mixer.finish()
}

/// The outcome of the last run that was asked for the same, if nothing has changed since, neither
/// what it read nor what it wrote.
pub(super) fn recalled(
    request: &Request<'_>,
    memory: &Memory,
    inputs: Fingerprint,
    progress: &dyn Progress,
) -> Result<Option<(Report, Option<Rendered>)>, WriteError> {
    let Some(mut last) = of(request, memory, inputs) else {
        return Ok(None);
    };
    if let (Some(rendered), Some(output)) = (&mut last.rendered, request.output) {
        let state = request.root.join(STATE);
        let say = |notice: &Notice| progress.say(&notice.message());
        // How files would be written doesn't matter where none is.
        let usual = Output::default();
        let settings = settings(request, output, &state, usual, &say);
        rendered.written = write::unchanged(&settings, inputs)?;
        if rendered.written.is_none() {
            return Ok(None);
        }
    }
    Ok(Some((last.report, last.rendered)))
}

/// What the last run that was asked for the same came to, if it had these inputs.
pub(super) fn of(request: &Request<'_>, memory: &Memory, inputs: Fingerprint) -> Option<Last> {
    let last: Option<Last> = memory.read(&name("last", request));
    last.filter(|last| last.inputs == inputs)
}

/// Keeps what a run came to.
pub(super) fn keep(request: &Request<'_>, memory: &Memory, inputs: Fingerprint, outcome: &Outcome) {
    let last = Last {
        inputs,
        report: outcome.report.clone(),
        rendered: outcome.rendered.clone(),
    };
    memory.write(&name("last", request), &last);
}

/// One for each output, and one for runs without.
pub(super) fn name(what: &str, request: &Request<'_>) -> String {
    match request.output {
        None => format!("{what}-check"),
        Some(output) => {
            let of = Fingerprint::of(output.as_os_str().as_encoded_bytes());
            let bytes = of.to_bytes();
            let hex = bytes.iter().take(8).map(|byte| format!("{byte:02x}"));
            format!("{what}-{}", hex.collect::<String>())
        }
    }
}

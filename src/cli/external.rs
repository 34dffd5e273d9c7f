//! `shirube check --external`: whether links to other sites still lead somewhere.
//!
//! The only part of the program that uses the network, and only when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::{Duration, Instant};

use clap::Args;
use shirube::diagnostic::Report;
use shirube::pipeline::{Outcome, STATE};

use super::arguments::SiteArguments;
use super::language::MessageLanguage;
use super::{Stop, session};

mod address;
mod cache;
mod client;
mod problems;
mod schedule;
mod verdict;

use cache::Cache;
use client::Client;
use schedule::Manners;
use verdict::{Reason, Task, Verdict};

/// Whether and how links to other sites are looked at.
#[derive(Args, Debug)]
#[command(next_help_heading = "Links to other sites")]
pub(super) struct ExternalArguments {
    /// Ask other sites whether the guide's links to them still lead somewhere
    ///
    /// Dead and moved links become warnings. What was found out is kept in .shirube/ and not asked
    /// again for a while; what may have failed by chance only on the same day.
    #[arg(long)]
    pub(super) external: bool,

    /// How many days what is known of a link holds; 0 asks for every link anew
    #[arg(long, value_name = "DAYS", default_value_t = 6, requires = "external")]
    external_age: u16,

    /// When to stop asking; links that are left are counted
    #[arg(
        long,
        value_name = "MINUTES",
        default_value_t = 20,
        requires = "external"
    )]
    external_minutes: u16,

    /// How long a site may take to answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, requires = "external", value_parser = seconds)]
    external_timeout: f64,

    /// How long to leave a site alone between two requests
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, requires = "external", value_parser = seconds)]
    external_pause: f64,

    /// Ask hosts of this machine, too: for tests.
    #[arg(long, hide = true, requires = "external")]
    external_allow_local: bool,
}

/// A number of seconds that a person would wait.
fn seconds(text: &str) -> Result<f64, String> {
    let number: f64 = text
        .parse()
        .map_err(|_| "it has to be a number of seconds")?;
    if (0.0..=600.0).contains(&number) {
        Ok(number)
    } else {
        Err("it has to be between 0 and 600 seconds".to_owned())
    }
}

/// Adds what is wrong with links to other sites to a finished check. A guide with errors has to be
/// mended first: not all of its links may be known.
pub(super) fn check(
    arguments: &ExternalArguments,
    site: &SiteArguments,
    language: MessageLanguage,
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    if outcome.rendered.is_none() {
        if !site.quiet {
            let text = language.pick(
                "エラーがあるので、ほかのサイトへのリンクは確かめませんでした",
                "there are errors, so no link to another site was asked for",
            );
            let _ = writeln!(std::io::stderr(), "{text}");
        }
        return Ok(());
    }
    let today = session::today(site.today)?;
    let links: BTreeSet<&str> = outcome
        .external_links
        .iter()
        .map(|link| without_anchor(&link.url))
        .collect();
    let state = site.root.join(STATE);
    let mut cache = Cache::read(&state);
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    let mut asked = Vec::new();
    for link in &links {
        match cache.get(link, today, arguments.external_age) {
            Some(verdict) => {
                verdicts.insert((*link).to_owned(), verdict.clone());
            }
            None => asked.extend(Task::new(link)),
        }
    }
    let known = verdicts.len();
    if !asked.is_empty() {
        let timeout = Duration::from_secs_f64(arguments.external_timeout);
        let client = Client::new(timeout, arguments.external_allow_local)
            .map_err(|error| Stop::Failed(format!("error: {error}")))?;
        let manners = Manners {
            pause: Duration::from_secs_f64(arguments.external_pause),
            deadline: Instant::now() + 60 * Duration::from_secs(arguments.external_minutes.into()),
        };
        let found = schedule::ask(&client, manners, asked.into_iter());
        if is_offline(&found) {
            return Err(Stop::Failed(language.pick(
                "エラー: どのサーバーの名前も引けません。ネットワークにつながっているか確かめてください".to_owned(),
                "error: not one host can be found: is there a network?".to_owned(),
            )));
        }
        for (link, verdict) in &found {
            cache.insert(link.clone(), today, verdict.clone());
        }
        verdicts.extend(found);
        cache.keep(|link| links.contains(link));
        if let Err(error) = cache.write(&state) {
            let _ = writeln!(std::io::stderr(), "{}: {error}", state.display());
        }
    }
    if !site.quiet {
        let text = summary(&verdicts, links.len(), known, language);
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
    report(outcome, &verdicts);
    Ok(())
}

/// Adds the problems at every place that has the link.
fn report(outcome: &mut Outcome, verdicts: &BTreeMap<String, Verdict>) {
    let mut report = Report::default();
    for link in &outcome.external_links {
        let verdict = verdicts.get(without_anchor(&link.url));
        if let Some(problem) = verdict.and_then(|verdict| problems::problem(link, verdict)) {
            report.add(problem);
        }
    }
    outcome.add(report);
}

/// Whether it is more likely that this machine has no network than that all these links are dead.
fn is_offline(found: &BTreeMap<String, Verdict>) -> bool {
    let unknown = |verdict: &Verdict| matches!(verdict, Verdict::Dead(Reason::NoHost));
    found.len() > 1 && found.values().all(unknown)
}

/// Sites are asked for pages, never for places on them.
fn without_anchor(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// How many links are alive, moved, dead and in doubt, and the last of these by name.
fn summary(
    verdicts: &BTreeMap<String, Verdict>,
    links: usize,
    known: usize,
    language: MessageLanguage,
) -> String {
    let count = |is: fn(&Verdict) -> bool| verdicts.values().filter(|verdict| is(verdict)).count();
    let alive = count(|verdict| matches!(verdict, Verdict::Alive));
    let moved = count(|verdict| matches!(verdict, Verdict::Moved(_)));
    let dead = count(|verdict| matches!(verdict, Verdict::Dead(_)));
    let refused = count(|verdict| matches!(verdict, Verdict::Refused(_)));
    let left = links - verdicts.len();
    let mut text = language.pick(
        format!(
            "ほかのサイトへのリンク {links} 件：開ける {alive}、移転 {moved}、開けない {dead}、確かめられない {refused}、時間切れ {left}（前の結果 {known}）\n"
        ),
        format!(
            "{links} links to other sites: {alive} alive, {moved} moved, {dead} dead, {refused} in doubt, {left} not asked ({known} known from before)\n"
        ),
    );
    for (link, verdict) in verdicts {
        if let Verdict::Refused(status) = verdict {
            text += &language.pick(
                format!("  確かめられない（{status}）: {link}\n"),
                format!("  in doubt ({status}): {link}\n"),
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Reason, Verdict, is_offline};

    #[test]
    fn without_a_network_no_link_is_called_dead() {
        let offline = |verdicts: &[Verdict]| {
            let links = verdicts.iter().enumerate();
            let found: BTreeMap<String, Verdict> = links
                .map(|(link, verdict)| (link.to_string(), verdict.clone()))
                .collect();
            is_offline(&found)
        };
        let unknown = || Verdict::Dead(Reason::NoHost);
        assert!(offline(&[unknown(), unknown()]));
        assert!(!offline(&[unknown()]) && !offline(&[]));
        assert!(!offline(&[unknown(), Verdict::Dead(Reason::Timeout)]));
    }
}

//! Takes out warnings that a comment allows, and names comments that allow nothing.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, Severity, SourcePath, nearest};
use crate::load::Sources;
use crate::parse;
use crate::parse::allow::{self, Allow};
use crate::parse::locate;
use crate::parse::yaml::Content;

/// Problems with comments can't be allowed by comments.
const OWN: [Code; 2] = [Code::BadAllow, Code::UnusedAllow];
/// Problems that aren't looked for in every run, and not everywhere in those that look for them: a
/// run without one doesn't make its comment useless.
const RARE: [Code; 2] = [Code::DeadExternalLink, Code::MovedExternalLink];

/// The report without what comments in the sources allow, sorted. Whether a comment is needed is
/// asked only where the report has no error: one can hide other problems. `drafts` says whether
/// drafts were looked at.
pub(super) fn dropped(
    report: Report,
    sources: &Sources,
    articles: &parse::Known,
    drafts: bool,
) -> Report {
    let mut comments = comments(sources, articles);
    if comments.is_empty() {
        return report;
    }
    let mut kept = without_allowed(&report, &mut comments);
    let is_whole = !report.has_errors();
    for (file, comments) in &comments {
        let looked_at = is_whole && (drafts || !is_draft(file, sources));
        for comment in comments {
            let problem = match &comment.code {
                Err(problem) => Some(problem.problem(file, &comment.allow)),
                Ok(code) if !comment.used && looked_at && !RARE.contains(code) => {
                    Some(unused(file, &comment.allow, *code))
                }
                Ok(_) => None,
            };
            problem.into_iter().for_each(|problem| kept.add(problem));
        }
    }
    kept.sort();
    kept
}

/// Problems that were found after a run, without those that comments allow.
pub(super) fn dropped_later(report: &Report, sources: &Sources) -> Report {
    without_allowed(report, &mut comments(sources, &parse::Known::default()))
}

/// The comments of all files that have some. Those of articles are known mostly.
type Comments<'a> = BTreeMap<&'a SourcePath, Vec<Comment>>;

fn comments<'a>(sources: &'a Sources, articles: &parse::Known) -> Comments<'a> {
    let files: Vec<_> = sources.paths().collect();
    let found = files.into_par_iter().filter_map(|file| {
        let found = match articles.get(file) {
            Some(digest) => digest.comments.clone(),
            None if is_content(file) => allow::comments(file, sources.get(file)?),
            None => Vec::new(),
        };
        let comments: Vec<Comment> = found.into_iter().map(Comment::new).collect();
        (!comments.is_empty()).then_some((file, comments))
    });
    found.collect()
}

fn without_allowed(report: &Report, comments: &mut Comments<'_>) -> Report {
    let mut kept = Report::default();
    for problem in report.diagnostics() {
        let of_file = comments.get_mut(&problem.place.file);
        let mut allowed = false;
        // Each that covers it is of use.
        for comment in of_file
            .into_iter()
            .flatten()
            .filter(|comment| comment.allows(problem))
        {
            comment.used = true;
            allowed = true;
        }
        if !allowed {
            kept.add(problem.clone());
        }
    }
    kept
}

fn is_content(file: &SourcePath) -> bool {
    let path = file.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    path == "site.yaml" || (path.starts_with("content/") && name != "README.md")
}

fn is_draft(file: &SourcePath, sources: &Sources) -> bool {
    let tree = locate::tree(file, sources).filter(|_| file.ending() == "md");
    let draft = tree.as_ref().and_then(|tree| locate::node(tree, "draft"));
    let scalar = draft.map(|node| &node.content);
    matches!(scalar, Some(Content::Scalar(scalar)) if scalar.boolean() == Some(true))
}

/// A comment and what became of it.
struct Comment {
    allow: Allow,
    code: Result<Code, Wrong>,
    used: bool,
}

/// Why a comment can't allow anything.
enum Wrong {
    NoReason,
    Unknown,
    Error,
    Own,
}

impl Comment {
    fn new(allow: Allow) -> Self {
        let known = Code::ALL.iter().find(|code| code.name() == allow.code);
        let code = match known {
            None => Err(Wrong::Unknown),
            Some(code) if code.severity() == Severity::Error => Err(Wrong::Error),
            Some(code) if OWN.contains(code) => Err(Wrong::Own),
            Some(_) if allow.reason.is_empty() => Err(Wrong::NoReason),
            Some(code) => Ok(*code),
        };
        Self {
            allow,
            code,
            used: false,
        }
    }

    fn allows(&self, problem: &Diagnostic) -> bool {
        let covers = &self.allow.covers;
        let is_here = problem
            .place
            .span
            .is_none_or(|(start, _)| (covers.start..=covers.end).contains(&start));
        let code = self.code.as_ref().ok();
        problem.severity == Severity::Warning && code == Some(&problem.code) && is_here
    }
}

impl Wrong {
    fn problem(&self, file: &SourcePath, allow: &Allow) -> Diagnostic {
        let code = &allow.code;
        let message = match self {
            Self::NoReason => Message::new(
                format!("`{code}` を許す理由がありません"),
                format!("the comment doesn't say why `{code}` is allowed"),
            ),
            Self::Unknown if code.is_empty() => Message::new(
                "何を許すのかが書かれていません",
                "the comment doesn't say what it allows",
            ),
            Self::Unknown => Message::new(
                format!("`{code}` という種類の問題はありません"),
                format!("there is no kind of problem called `{code}`"),
            ),
            Self::Error => Message::new(
                format!("`{code}` はエラーなので、許すことができません"),
                format!("`{code}` is an error and can't be allowed"),
            ),
            Self::Own => Message::new(
                format!("`{code}` は、コメントを消すか直すことでなくします"),
                format!("`{code}` goes away by mending or deleting its comment"),
            ),
        };
        let names = Code::ALL.iter().map(|code| code.name());
        let near = nearest(code, names).filter(|_| matches!(self, Self::Unknown));
        let help = match (self, near) {
            (_, Some(near)) => Message::new(
                format!("`{near}` のことですか"),
                format!("did you mean `{near}`?"),
            ),
            (Self::Error | Self::Own, None) => Message::new(
                "コメントを消し、問題のほうを直します",
                "delete the comment and mend the problem itself",
            ),
            _ => Message::new(
                format!(
                    "`{} long-sentence: 法律の引用のため` のように書きます",
                    allow::MARK
                ),
                format!(
                    "write it like `{} long-sentence: quoted from a law`",
                    allow::MARK
                ),
            ),
        };
        let place = Place::span(file, allow.span.clone());
        Diagnostic::new(Code::BadAllow, place, message).with_help(help)
    }
}

fn unused(file: &SourcePath, allow: &Allow, code: Code) -> Diagnostic {
    let place = Place::span(file, allow.span.clone());
    let message = Message::new(
        format!("ここに `{code}` の警告はありません"),
        format!("there is no warning `{code}` here"),
    );
    Diagnostic::new(Code::UnusedAllow, place, message).with_help(Message::new(
        "コメントを消すか、警告が出る行のすぐ前に移します",
        "delete the comment, or move it to just before the line that is warned of",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic, Message, Place, Report, SourcePath, Sources, dropped};

    /// The codes left of one warning of this code at `@` in a file.
    fn left(name: &str, text: &str, code: Code) -> Vec<Code> {
        let file = SourcePath::new(name);
        let position = text.find('@').expect("a place");
        let mut sources = Sources::default();
        sources.insert(file.clone(), text.replacen('@', "", 1).as_bytes());
        let mut report = Report::default();
        let place = Place::span(&file, position..position + 1);
        report.add(Diagnostic::new(code, place, Message::new("", "")));
        let kept = dropped(report, &sources, &crate::parse::Known::default(), false);
        kept.diagnostics()
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn a_comment_allows_what_stands_on_its_line_or_the_next() {
        let code = Code::LongSentence;
        for text in [
            "<!-- shirube-allow long-sentence: 引用 -->\n本文@です\n",
            "<!-- shirube-allow long-sentence：引用 -->\n\n本文\n続き@です\n",
            "本文@です<!-- shirube-allow long-sentence: 引用 -->\n",
            "<!-- shirube-allow long-sentence: a --> <!-- shirube-allow long-sentence: b -->\n本文@です\n",
            "---\r\ntitle: x\r\n---\r\n<!-- shirube-allow long-sentence: a -->\r\n\r\n本@文\r\n",
            "---\n# shirube-allow long-sentence: 名前\ntitle: @x\n---\n",
            "> [!NOTE]\n> <!-- shirube-allow long-sentence: 引用 -->\n> 本文@です\n",
            "<!-- shirube-allow long-sentence:\n長い\n理由 -->\n\n本文@です\n",
            "- 一\n<!-- shirube-allow long-sentence: 引用 -->\n- 二\n  続き@です\n  - 三\n",
            "<!-- shirube-allow long-sentence: 表 -->\n| 町 |\n|---|\n| 青葉 |\n| @町 |\n",
        ] {
            assert_eq!(left("content/articles/a/b.md", text, code), [], "{text}");
        }
        for text in [
            "a: @x # shirube-allow long-sentence: 名前\n",
            "# shirube-allow long-sentence: 名前\n# 注\n\na: @x\n",
            "# shirube-allow long-sentence: 名前\na: |\n  x\n  @y\nb: z\n",
            "- id: a\n  # shirube-allow long-sentence: 名前\n  b: \"@x\"\n",
        ] {
            assert_eq!(left("content/a/b.yaml", text, code), [], "{text}");
        }
    }

    #[test]
    fn a_comment_elsewhere_is_unused_and_one_in_a_value_or_code_is_none() {
        let both = [Code::LongSentence, Code::UnusedAllow];
        for (text, expected) in [
            (
                "本@文\n\n<!-- shirube-allow long-sentence: a -->\n",
                &both[..],
            ),
            (
                "<!-- shirube-allow long-sentence: a -->\n一\n\n本@文\n",
                &both,
            ),
            ("<!-- shirube-allow many-commas: a -->\n本@文\n", &both),
            (
                "<!-- shirube-allow long-sentence: a -->\n- 一\n  - 二@\n",
                &both,
            ),
            (
                "<!-- shirube-allow long-sentence: a\n-->\n一\n\n二@\n",
                &both,
            ),
            (
                "```\n<!-- shirube-allow long-sentence: a -->\n```\n本@文\n",
                &both[..1],
            ),
            (
                "`<!-- shirube-allow long-sentence: a -->`本@文\n",
                &both[..1],
            ),
        ] {
            let mut found = left("content/a/b.md", text, Code::LongSentence);
            found.sort();
            assert_eq!(found, expected, "{text}");
        }
        let text = "a: \"# shirube-allow long-sentence: a\"\nb: |\n  # shirube-allow long-sentence: a\nc: x@\n";
        assert_eq!(
            left("content/a/b.yaml", text, Code::LongSentence),
            both[..1]
        );
    }

    #[test]
    fn what_cannot_allow_is_named() {
        for comment in [
            "long-sentence",
            "long-sentence:",
            "long-sentense: a",
            "",
            "dead-link: a",
            "unused-allow: a",
        ] {
            let text = format!("# shirube-allow {comment}\na: @x\n");
            assert_eq!(
                left("content/a/b.yaml", &text, Code::LongSentence),
                [Code::BadAllow, Code::LongSentence],
                "{text}"
            );
        }
        // An error stays, and may hide what a comment is needed for.
        let text = "# shirube-allow long-sentence: a\na: @x\n";
        assert_eq!(
            left("content/a/b.yaml", text, Code::DeadLink),
            [Code::DeadLink]
        );
    }

    #[test]
    fn comments_on_links_to_other_sites_are_never_unused() {
        for code in ["dead-external-link", "moved-external-link"] {
            let text = format!("本@文\n\n<!-- shirube-allow {code}: 夜は止まる -->\n一\n");
            let found = left("content/a/b.md", &text, Code::LongSentence);
            assert_eq!(found, [Code::LongSentence], "{text}");
        }
    }

    #[test]
    fn comments_of_drafts_wait() {
        let text = "---\ndraft: true\n---\n<!-- shirube-allow long-sentence: a -->\n一\n\n本@文\n";
        assert_eq!(
            left("content/articles/a/b.md", text, Code::PastReview),
            [Code::PastReview]
        );
    }
}

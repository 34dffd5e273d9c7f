//! The lines that changed since a git revision, as git itself tells them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use shirube::diagnostic::Place;

use super::Stop;
use super::language::MessageLanguage;
use super::position::Positions;

/// What changed in a project since a revision: files by their paths in the project.
#[derive(Debug, Default)]
pub(super) struct Changes {
    files: BTreeMap<String, Lines>,
}

/// The lines of a file that changed.
#[derive(Debug, PartialEq, Eq)]
enum Lines {
    /// The file is new, or not of text.
    All,
    /// Lines from 1, in ascending order. Lines beside something deleted are among them.
    Some(Vec<Range<usize>>),
}

impl Changes {
    /// Compares the files as they are now with those of a revision.
    ///
    /// A renamed file is a new one: its address and where its links lead have changed.
    pub(super) fn since(
        root: &Path,
        revision: &str,
        language: MessageLanguage,
    ) -> Result<Self, Stop> {
        let git = Git { root, language };
        let commit = git.commit(revision)?;
        let diff = ["diff", "--no-renames", "--relative", "--no-ext-diff"];
        let names = git.run(&[&diff[..], &["--name-only", "-z", &commit, "--"]].concat())?;
        let lines = [
            "--unified=0",
            "--inter-hunk-context=0",
            "--no-textconv",
            "--no-color",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &commit,
            "--",
        ];
        let patch = git.run(&[&diff[..], &lines[..]].concat())?;
        let new = git.run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        let mut files = changed_lines(&patch);
        for name in names
            .split(|byte| *byte == 0)
            .chain(new.split(|byte| *byte == 0))
        {
            let name = String::from_utf8_lossy(name).into_owned();
            files.entry(name).or_insert(Lines::All);
        }
        Ok(Self { files })
    }

    /// Whether a problem is on a changed line, or has no line and its file changed.
    pub(super) fn touch(&self, place: &Place, positions: &Positions<'_>) -> bool {
        match self.files.get(place.file.as_str()) {
            None => false,
            Some(Lines::All) => true,
            Some(Lines::Some(changed)) => match positions.of(place) {
                None => true,
                Some(position) => {
                    let first = position.start.line;
                    // A line break at the end of what is marked isn't the next line.
                    let ends_before = position.end.column == 1 && position.end.line > first;
                    let last = position.end.line - usize::from(ends_before);
                    changed
                        .iter()
                        .any(|lines| lines.start <= last && first < lines.end)
                }
            },
        }
    }
}

/// git in the folder of the project.
struct Git<'a> {
    root: &'a Path,
    language: MessageLanguage,
}

impl Git<'_> {
    /// The full name of the commit that a revision means.
    fn commit(&self, revision: &str) -> Result<String, Stop> {
        if !self.root.is_dir() {
            // The project can't be read: that is said best by who reads it.
            return Ok("HEAD".to_owned());
        }
        let inside = self.output(&["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() || inside.stdout.trim_ascii() != b"true" {
            let root = self.root.display();
            return Err(self.wrong_call(
                format!("--changed-since は git の作業フォルダーの中で使います（今は {root}）"),
                format!("--changed-since needs a git work tree, which {root} isn't in"),
                &inside,
            ));
        }
        let object = format!("{revision}^{{commit}}");
        let verify = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &object,
        ];
        let found = self.output(&verify)?;
        let name = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        // No name of a revision begins with a hyphen, but that of an option does.
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if revision.starts_with('-') || !found.status.success() || !is_name {
            let revision = revision.escape_debug();
            return Err(self.wrong_call(
                format!("git に「{revision}」というリビジョンはありません。浅いクローンなら、その履歴も取ってください"),
                format!("git knows no revision `{revision}`; a shallow clone may have to fetch it first"),
                &found,
            ));
        }
        Ok(name)
    }

    /// What git prints.
    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Stop> {
        if !self.root.is_dir() {
            return Ok(Vec::new());
        }
        let output = self.output(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(self.wrong_call(
            "git が変更を調べられません".to_owned(),
            "git can't tell what changed".to_owned(),
            &output,
        ))
    }

    fn output(&self, arguments: &[impl AsRef<OsStr>]) -> Result<Output, Stop> {
        Command::new("git")
            .args(["--no-optional-locks", "-c", "core.quotePath=false"])
            .args(["-c", "core.fsmonitor=false", "-C"])
            .arg(self.root)
            .args(arguments)
            .env("LC_ALL", "C")
            // Would ask for more lines than those that changed.
            .env_remove("GIT_DIFF_OPTS")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| self.missing(&error))
    }

    fn missing(&self, error: &io::Error) -> Stop {
        Stop::Usage(self.language.pick(
            format!("エラー: --changed-since には git が要りますが、動かせません: {error}"),
            format!("error: --changed-since needs git, which can't be run: {error}"),
        ))
    }

    /// The message, with what git itself says of it.
    fn wrong_call(&self, japanese: String, english: String, output: &Output) -> Stop {
        let mut text = self
            .language
            .pick(format!("エラー: {japanese}"), format!("error: {english}"));
        let said = String::from_utf8_lossy(&output.stderr);
        for line in said.lines().filter(|line| !line.is_empty()).take(3) {
            text += &format!("\n  {}", line.escape_debug());
        }
        Stop::Usage(text)
    }
}

/// The changed lines of each file in a patch without context.
fn changed_lines(patch: &[u8]) -> BTreeMap<String, Lines> {
    let mut files = BTreeMap::new();
    let mut file: Option<String> = None;
    // Lines of the hunk that are still to come: what they say is no header.
    let (mut old, mut new) = (0usize, 0usize);
    for line in patch.split(|byte| *byte == b'\n') {
        match line.first() {
            Some(b'-') if old > 0 => old -= 1,
            Some(b'+') if new > 0 => new -= 1,
            _ if old > 0 || new > 0 => {}
            _ => {
                if let Some(path) = line.strip_prefix(b"+++ ") {
                    file = path_of(path);
                } else if let Some(hunk) = hunk(line) {
                    (old, new) = (hunk.old, hunk.lines.len());
                    if let Some(file) = &file {
                        let entry = files.entry(file.clone());
                        let lines = entry.or_insert_with(|| Lines::Some(Vec::new()));
                        if let Lines::Some(lines) = lines {
                            lines.push(hunk.marked());
                        }
                    }
                }
            }
        }
    }
    files
}

/// `@@ -1,2 +3,4 @@`
struct Hunk {
    /// How many lines went.
    old: usize,
    /// Those that came; when none came, the hunk stands after the line before `start`.
    lines: Range<usize>,
}

impl Hunk {
    /// Where nothing came, the lines on both sides of what went.
    fn marked(&self) -> Range<usize> {
        if self.lines.is_empty() {
            self.lines.start..self.lines.start + 2
        } else {
            self.lines.clone()
        }
    }
}

fn hunk(line: &[u8]) -> Option<Hunk> {
    let line = std::str::from_utf8(
        line.strip_prefix(b"@@ -")?
            .split(|byte| *byte == b'@')
            .next()?,
    );
    let (old, new) = line.ok()?.trim().split_once(" +")?;
    let part = |text: &str| -> Option<(usize, usize)> {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let (start, count) = part(new)?;
    Some(Hunk {
        old: part(old)?.1,
        lines: start..start.checked_add(count)?,
    })
}

/// The path in a `+++` line; `None` for a file that is gone.
fn path_of(path: &[u8]) -> Option<String> {
    // A path with a space in it is followed by a tab.
    let path = path.strip_suffix(b"\t").unwrap_or(path);
    let path = match path.strip_prefix(b"\"") {
        Some(quoted) => unquoted(quoted.strip_suffix(b"\"").unwrap_or(quoted)),
        None => path.to_vec(),
    };
    let path = path.strip_prefix(b"b/")?;
    Some(String::from_utf8_lossy(path).into_owned())
}

/// Undoes how git quotes unusual bytes, as in C: `\t`, `\"`, `\303`.
fn unquoted(quoted: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = quoted;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        match rest {
            [
                a @ b'0'..=b'3',
                b @ b'0'..=b'7',
                c @ b'0'..=b'7',
                after @ ..,
            ] => {
                bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest = after;
            }
            [letter, after @ ..] => {
                bytes.push(match letter {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    other => *other,
                });
                rest = after;
            }
            [] => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::{Place, SourcePath};
    use shirube::load::Sources;

    use super::{Changes, Lines, Positions, changed_lines, path_of};

    #[test]
    fn a_patch_tells_its_lines() {
        let patch = "\
diff --git a/content/a.md b/content/a.md
--- a/content/a.md
+++ b/content/a.md
@@ -2 +2,2 @@ name: x
-old
+++ b/content/fake.md
+@@ -1 +1,99 @@
@@ -9,2 +10,0 @@
-gone
-- a/content/also.md
diff --git a/b.md b/b.md
deleted file mode 100644
--- a/b.md
+++ /dev/null
@@ -1 +0,0 @@
-x
\\ No newline at end of file
";
        let files = changed_lines(patch.as_bytes());
        let expected = Lines::Some(vec![2..4, 10..12]);
        assert_eq!(
            files.into_iter().collect::<Vec<_>>(),
            [("content/a.md".to_owned(), expected)]
        );
    }

    #[test]
    fn paths_lose_their_quotes() {
        for (path, expected) in [
            ("b/content/移住.md", Some("content/移住.md")),
            ("b/My First.md\t", Some("My First.md")),
            (r#""b/a\"b\\\t\347\247\273.md""#, Some("a\"b\\\t移.md")),
            (r#""b/a\"#, Some("a")),
            ("/dev/null", None),
        ] {
            assert_eq!(path_of(path.as_bytes()).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_problem_is_touched_where_its_lines_changed() {
        let file = SourcePath::new("a.md");
        let mut sources = Sources::default();
        sources.insert(file.clone(), "one\ntwo\nthree\n".as_bytes());
        let changes = Changes {
            files: [("a.md".to_owned(), Lines::Some(vec![2..3, 40..41]))].into(),
        };
        let touched = |place: Place| changes.touch(&place, &Positions::new(&sources));
        assert!(touched(Place::span(&file, 4..7)) && touched(Place::file(&file)));
        assert!(touched(Place::span(&file, 0..14)), "it goes through line 2");
        assert!(!touched(Place::span(&file, 0..4)), "it ends before line 2");
        assert!(!touched(Place::span(&file, 8..9)));
        assert!(!touched(Place::file(&SourcePath::new("b.md"))));
    }
}

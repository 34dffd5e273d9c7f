//! What explains a code: a page with a half in each language, part of the program, so that a code
//! without its page doesn't compile.

use super::Code;

const JAPANESE: &str = "\n## 日本語\n";
const ENGLISH: &str = "\n## English\n";

/// The page of a code. Both halves are Markdown without their headings: the meaning, why it is a
/// problem, a wrong and a right example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Code {
    /// The page that explains the code.
    pub fn page(self) -> Page {
        Page::of(self.page_text())
    }
}

impl Page {
    fn of(text: &'static str) -> Self {
        let (japanese, english) = text.split_once(ENGLISH).unwrap_or((text, ""));
        let japanese = japanese.split_once(JAPANESE).map_or("", |(_, half)| half);
        Self {
            ja: japanese.trim(),
            en: english.trim(),
        }
    }

    /// What the code means and why it is a problem: the first two paragraphs of a half.
    pub fn description(half: &str) -> String {
        let paragraphs: Vec<String> = half.split("\n\n").take(2).map(one_line).collect();
        paragraphs.join("\n")
    }

    /// The first sentence of a half, in one line.
    pub fn summary(half: &str) -> String {
        let paragraph = one_line(half.split("\n\n").next().unwrap_or_default());
        let end = ["。", ". "]
            .iter()
            .filter_map(|stop| Some(paragraph.find(stop)? + stop.trim_end().len()))
            .min();
        match end {
            Some(end) => paragraph.get(..end).unwrap_or(&paragraph).to_owned(),
            None => paragraph,
        }
    }
}

/// Lines put together, with a space where the script has spaces.
fn one_line(paragraph: &str) -> String {
    let mut line = String::new();
    for part in paragraph.lines().map(str::trim) {
        if line.ends_with(|last: char| last.is_ascii()) {
            line.push(' ');
        }
        line += part;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::Page;

    const TEXT: &str = "# x\n\n## 日本語\n\n値が\n二つです。例は`a.b`です。\n\nなぜ：そう。\n\n## English\n\nTwo values\nin `a.b`. More.\n\nWhy: so.\n";

    #[test]
    fn a_page_has_two_halves() {
        let page = Page::of(TEXT);
        assert!(page.ja.starts_with("値が") && page.ja.ends_with("そう。"));
        assert!(page.en.starts_with("Two") && page.en.ends_with("so."));
        assert_eq!(Page::of("nothing"), Page { ja: "", en: "" });
    }

    #[test]
    fn the_first_sentence_is_the_summary() {
        let page = Page::of(TEXT);
        assert_eq!(Page::summary(page.ja), "値が二つです。");
        assert_eq!(Page::summary(page.en), "Two values in `a.b`.");
        assert_eq!(Page::summary("One only"), "One only");
        assert_eq!(
            Page::description(page.en),
            "Two values in `a.b`. More.\nWhy: so."
        );
    }
}

//! What every article needs in lists: tags, and a title that fits.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::japanese::width::{is_wide, is_zero_width};
use crate::load::SourcePath;
use crate::plan::Guide;

/// The longest title, in half full-width characters: 40 of them.
const LONGEST_TITLE: usize = 80;

/// Reports articles without tags, and long titles of articles and sections.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        title(&version.file, &version.title, report);
        if version.tags.is_empty() {
            let place = Place::field(&version.file, "tags");
            let message = Message::new("記事にタグがありません", "the article has no tags");
            let help = Message::new(
                "content/tags.yaml から選び、`tags: [migration, career]` のように書きます",
                "choose some from content/tags.yaml and write them like `tags: [migration, career]`",
            );
            report.add(Diagnostic::new(Code::MissingTags, place, message).with_help(help));
        }
    }
    for front in guide.sections.iter().flat_map(|section| &section.fronts) {
        title(&front.file, &front.title, report);
    }
}

fn title(file: &SourcePath, title: &str, report: &mut Report) {
    // Mostly it is short even if all of it is full-width.
    if title.chars().count() * 2 <= LONGEST_TITLE {
        return;
    }
    let halves = halves(title);
    if halves <= LONGEST_TITLE {
        return;
    }
    let length = if halves.is_multiple_of(2) {
        (halves / 2).to_string()
    } else {
        format!("{}.5", halves / 2)
    };
    let limit = LONGEST_TITLE / 2;
    let diagnostic = Diagnostic::new(
        Code::LongTitle,
        Place::field(file, "title"),
        Message::new(
            format!("題名が全角{length}文字あります（{limit}文字まで。半角は0.5文字）"),
            format!(
                "the title is {length} full-width characters long (at most {limit}; half-width ones count half)"
            ),
        ),
    );
    report.add(diagnostic.with_help(Message::new(
        "一覧や検索結果では途中で切れます。言いたいことを一つにしぼり、残りは description に移します",
        "lists and search results cut it off; say one thing and move the rest to `description`",
    )));
}

/// The width of a text in half full-width characters.
fn halves(text: &str) -> usize {
    text.chars()
        .filter(|character| !is_zero_width(*character))
        .map(|character| if is_wide(character) { 2 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::halves;

    #[test]
    fn latin_letters_count_half() {
        assert_eq!(halves("ITの仕事"), 8);
        assert_eq!(halves("か\u{3099}"), 2);
    }
}

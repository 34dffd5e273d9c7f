//! What a build came to, in a few lines. Numbers stand before words, since words of different
//! scripts don't line up.

use std::path::Path;

use shirube::pipeline::Rendered;

use super::language::MessageLanguage;

/// Files by kind, then all of them; ends with a line break.
pub(super) fn text(rendered: &Rendered, output: &Path, language: MessageLanguage) -> String {
    let total = thousands(rendered.files);
    let width = total.len();
    let mut text = String::new();
    for (kind, files) in &rendered.kinds {
        let files = thousands(*files);
        text += &format!("{files:>width$}  {}\n", kind_name(kind, language));
    }
    let size = size(rendered.bytes);
    let folder = output.display();
    text += &language.pick(
        format!("{total}  ファイル、{size} → {folder}"),
        format!("{total}  files, {size} → {folder}"),
    );
    if let Some(written) = rendered.written {
        let [new, same, gone] =
            [written.written, written.unchanged, written.removed].map(thousands);
        text += &language.pick(
            format!("（書いたもの {new}、そのまま {same}、消したもの {gone}）"),
            format!(" ({new} written, {same} unchanged, {gone} removed)"),
        );
    }
    text.push('\n');
    text
}

/// What readers of the summary call a family of routes; English names are the families' own.
fn kind_name(kind: &str, language: MessageLanguage) -> &str {
    let japanese = match kind {
        "home" => "トップページ",
        "section" => "分野",
        "article" => "記事",
        "tag" => "タグ",
        "glossary" => "用語集",
        "collection" => "一覧",
        "record" => "レコード",
        "comparison index" => "比較の一覧",
        "comparison" => "比較",
        "indicator" => "統計",
        "search" => "検索",
        "redirect" => "転送",
        "data" => "データ",
        "feed" => "フィード",
        "search index" => "検索の索引",
        "sitemap" => "サイトマップ",
        "asset" => "テーマのファイル",
        "image" => "画像",
        "other" => "その他",
        other => other,
    };
    language.pick(japanese, kind)
}

/// `1,234,567`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Decimal units, as disks and networks are counted.
fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["bytes", "kB", "MB"] {
        if size < 1000.0 {
            let decimals = usize::from(unit != "bytes" && size < 100.0);
            return format!("{size:.decimals$} {unit}");
        }
        size /= 1000.0;
    }
    format!("{size:.1} GB")
}

#[cfg(test)]
mod tests {
    use shirube::pipeline::Rendered;
    use shirube::write::Summary;

    use super::{MessageLanguage, size, text, thousands};

    #[test]
    fn numbers_line_up() {
        let rendered = Rendered {
            kinds: vec![("article".into(), 52), ("comparison".into(), 1_081)],
            files: 1_133,
            bytes: 45_200_000,
            written: Some(Summary {
                written: 12,
                unchanged: 1_121,
                removed: 1,
                ..Summary::default()
            }),
        };
        let expected = "   52  article
1,081  comparison
1,133  files, 45.2 MB → public (12 written, 1,121 unchanged, 1 removed)
";
        assert_eq!(
            text(&rendered, "public".as_ref(), MessageLanguage::En),
            expected
        );
    }

    #[test]
    fn numbers_are_grouped_and_sizes_rounded() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(thousands),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(size(512), "512 bytes");
        assert_eq!(size(1_234_000_000), "1.2 GB");
        assert_eq!(size(123_400), "123 kB");
    }
}

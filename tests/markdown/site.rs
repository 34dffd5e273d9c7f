//! What the cases' links, values and images stand for.

use shirube::parse::target::{Target, ValueTarget};
use shirube::render::markdown::{Resolve, ResolvedImage, ResolvedLink, ResolvedValue};

/// A guide with Tokushima, Tokyo, rents and one photo.
pub(crate) struct Site;

impl Resolve for Site {
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        let inside = |href: &str, title: &str| {
            Some(ResolvedLink {
                href: href.to_owned(),
                title: title.to_owned(),
                external: false,
                language: None,
            })
        };
        match target {
            Target::External(address) => Some(ResolvedLink {
                href: address.clone(),
                title: address.clone(),
                external: !address.starts_with("mailto:"),
                language: None,
            }),
            Target::Anchor(id) => inside(&format!("#{id}"), id),
            Target::Record { id, .. } if id == "tokushima" => {
                inside("../../regions/tokushima/", "徳島県")
            }
            Target::Pair { .. } => inside(
                "../../compare/regions/tokushima/tokyo.html",
                "徳島県と東京都",
            ),
            Target::Article { slug, .. } if slug == "english" => Some(ResolvedLink {
                href: "../english/".to_owned(),
                title: "Learning English".to_owned(),
                external: false,
                language: Some("en".to_owned()),
            }),
            Target::File { path, .. } => inside(path, path),
            _ => None,
        }
    }

    fn value(&self, target: &ValueTarget) -> Option<ResolvedValue> {
        let value = |text: &str, period: &str, href: &str| {
            Some(ResolvedValue {
                text: text.to_owned(),
                period: period.to_owned(),
                href: href.to_owned(),
            })
        };
        match target {
            ValueTarget::Record { id, .. } if id == "tokushima" => {
                value("3,710円", "2024年", "../../indicators/regions/rent/")
            }
            ValueTarget::National { .. } => value("4,296円", "47都道府県の中央値、2024年", ""),
            ValueTarget::Record { .. } => None,
        }
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        (path == "photo.jpg").then(|| ResolvedImage {
            src: "photo.jpg".to_owned(),
            width: 800,
            height: 600,
        })
    }

    fn label(&self, key: &str) -> &str {
        match key {
            "external_link" => "外部サイト",
            "anchor_link" => "この見出しへのリンク",
            "table_scroll" => "表",
            "callout_note" => "補足",
            "callout_tip" => "ヒント",
            "callout_important" => "重要",
            "callout_warning" => "注意",
            "callout_caution" => "警告",
            "footnotes" => "脚注",
            "footnote_back" => "脚注{n}の場所へ戻る",
            "task_done" => "済み",
            "task_open" => "まだ",
            _ => panic!("no such label: {key}"),
        }
    }
}

//! The keys of front matter.

use jiff::civil::Date;

use crate::parse::article::Direction;
use crate::parse::article::read::direction;
use crate::parse::record::{RecordSource, SOURCE_KIND};
use crate::parse::site::site_path;
use crate::parse::target::Target;
use crate::parse::text::Text;
use crate::parse::yaml::declared::{declare, list_of, mapping_of};
use crate::parse::yaml::kinds::{BOOLEAN, DATE, SLUG, STRING, TARGET, TEXT, whole};
use crate::parse::yaml::{Kind, Shape};

declare! {
    /// The front matter of an article.
    pub(crate) static ARTICLE: ArticleKeys = {
        title: Required String = STRING, "記事の題名", "The article's title";
        description: Required String = STRING, "一覧と検索結果に出る、百字ほどの説明", "For lists and search results";
        answer: Optional String = STRING, "記事の最初に出る、短い答え", "The short answer that comes first";
        tags: Optional Vec<String> = list_of!(SLUG), "`content/tags.yaml` にあるタグのid", "Ids of tags in `content/tags.yaml`";
        published: Required Date = DATE, "公開した日。例: 2026-11-21", "The day it came out, such as 2026-11-21";
        updated: Optional Date = DATE, "内容を最後に変えた日", "The day of its last change in substance";
        review_by: Optional Date = DATE, "見直しの期限。過ぎると警告が出る", "When its facts should be looked at again; past it, a warning";
        order: Optional i64 = ORDER, "分野の中での順。小さい数が先", "The place in the section; smaller comes first";
        related: Optional Vec<Target> = list_of!(TARGET), "次に読むもの。例: `region:tokushima`", "What a reader would look at next, such as `region:tokushima`";
        sources: Optional Vec<RecordSource> = list_of!(SOURCE_KIND), "出典。記事のもとになった資料", "What the article rests on";
        former_paths: Optional Vec<String> = list_of!(SITE_PATH), "前のアドレス。この記事へ転送される。例: `/articles/old/`", "Paths that it had before, which redirect here, such as `/articles/old/`";
        draft: Optional bool = BOOLEAN, "`true`: 書きかけ。`--drafts` を付けたときだけ出る", "`true`: unfinished, built with `--drafts` only";
    }
}

declare! {
    /// The front matter of a section's front page.
    pub(crate) static SECTION: SectionKeys = {
        title: Required String = STRING, "分野の名前", "The section's name";
        description: Required String = STRING, "一覧と検索エンジン向けの説明", "For lists and search engines";
        order: Optional i64 = ORDER, "分野の順。小さい数が先", "The section's place; smaller comes first";
    }
}

declare! {
    /// The front matter of the home page.
    pub(crate) static HOME: HomeKeys = {
        title: Required Text = TEXT, "トップページの見出し", "The heading of the home page";
        description: Required Text = TEXT, "検索エンジン向けの説明", "For search engines";
        directions: Optional Vec<Direction> = list_of!(mapping_of!(DIRECTION, direction)), "始め方の案内", "Ways to begin";
    }
}

declare! {
    /// The keys of an item of `directions:`.
    pub(super) static DIRECTION: DirectionKeys = {
        title: Required Text = TEXT, "案内の題名", "Its words";
        text: Required Text = TEXT, "一、二文の説明", "One or two sentences";
        to: Required Target = TARGET, "行き先。例: `article:moving/costs`", "Where it leads, such as `article:moving/costs`";
    }
}

/// The greatest `order`, far below what a float can't tell apart.
const GREATEST_ORDER: i64 = 1_000_000;

const ORDER: Kind<i64> = whole::<{ -GREATEST_ORDER }, GREATEST_ORDER>();

const SITE_PATH: Kind<String> = Kind {
    shape: || Shape::SitePath,
    read: |reader, value| site_path(reader, value),
};

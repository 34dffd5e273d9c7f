//! The keys of `site.yaml`.

use crate::parse::site::map::{MAP, map};
use crate::parse::site::read::{
    base_url, collections, languages, licence, limits, navigation, output, pattern, redirects,
    repository,
};
use crate::parse::site::{
    Licence, Limits, MapSettings, NavigationItem, Output, RedirectTarget, Repository,
};
use crate::parse::target::Target;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::declared::{declare, list_of, mapping_of};
use crate::parse::yaml::kinds::{BOOLEAN, SLUG, TARGET, TEXT, URL, whole};
use crate::parse::yaml::{Kind, Shape};

declare! {
    /// The keys of `site.yaml`.
    pub(crate) static SITE: SiteKeys = {
        title: Required Text = TEXT, "ガイドの名前", "The guide's name";
        tagline: Required Text = TEXT, "トップページの題名の下に出る一行", "One line below the title of the home page";
        description: Required Text = TEXT, "検索エンジン向けの説明", "For search engines";
        base_url: Required String = BASE_URL, "公開先のアドレス。例: https://guide.example/", "Where the guide will be published, such as https://guide.example/";
        languages: Required Vec<Language> = LANGUAGES, "ガイドの言語。最初のものが `/` に、ほかは `/<言語>/` に置かれる", "The guide's languages; the first one lives at `/`, others at `/<language>/`";
        theme: Required String = SLUG, "テーマ。`themes/` の中のフォルダーの名前", "The theme: a folder in `themes/`";
        collections: Required Vec<String> = COLLECTIONS, "コレクション。読者に見せる順に並べる", "The collections in the order in which readers meet them";
        navigation: Optional Vec<NavigationItem> = list_of!(mapping_of!(NAVIGATION, navigation)), "ページの上とメニューのリンク", "The links of the header and the menu";
        search: Optional bool = BOOLEAN, "`false` なら検索のページと索引を作らない", "`false` makes neither the search page nor its index";
        repository: Optional Repository = mapping_of!(REPOSITORY, repository), "編集と報告のリンク先。書かなければリンクは出ない", "Where contributors edit and report; without it no such links are shown";
        redirects: Optional Vec<(String, RedirectTarget)> = REDIRECTS, "古いパスと、今の行き先", "Old paths and where they lead now";
        map: Optional MapSettings = mapping_of!(MAP, map), "地図に描く図形", "The shapes that maps are drawn from";
        licences: Optional Vec<Licence> = list_of!(mapping_of!(LICENCE, licence)), "「データと出典」のページに加える出典", "Further credits for the page about data";
        output: Optional Output = mapping_of!(OUTPUT, output), "出力先の書き換え方", "How the output folder is changed";
        limits: Optional Limits = mapping_of!(LIMITS, limits), "ファイルの大きさの上限", "What is too large";
    }
}

declare! {
    /// The keys of an item of `navigation:`.
    pub(super) static NAVIGATION: NavigationKeys = {
        label: Required Text = TEXT, "リンクの言葉", "The link's words";
        to: Required Target = TARGET, "行き先。例: `collection:regions`", "Where it leads, such as `collection:regions`";
    }
}

declare! {
    /// The keys of `repository:`.
    pub(super) static REPOSITORY: RepositoryKeys = {
        edit: Optional String = Kind {
            shape: || Shape::Address(Some("{path}")),
            read: |reader, value| pattern(reader, value, "{path}"),
        }, "ページを直すアドレス。`{path}` の所にファイルのパスが入る", "The address that edits a page; `{path}` becomes the file's path";
        report: Optional String = Kind {
            shape: || Shape::Address(Some("{title}")),
            read: |reader, value| pattern(reader, value, "{title}"),
        }, "誤りを知らせるアドレス。`{title}` の所にページの題名が入る", "The address that reports a mistake; `{title}` becomes the page's title";
    }
}

declare! {
    /// The keys of an item of `licences:`.
    pub(super) static LICENCE: LicenceKeys = {
        name: Required Text = TEXT, "何の出典か", "What it is for";
        url: Optional String = URL, "素材のページ", "Where the material comes from";
        licence: Required Text = TEXT, "ライセンスの名前", "The licence's name";
        licence_url: Optional String = URL, "ライセンスのページ", "The licence's page";
        note: Optional Text = TEXT, "ほかに示すこと", "Anything else that must be said";
    }
}

declare! {
    /// The keys of `output:`.
    pub(super) static OUTPUT: OutputKeys = {
        atomic: Optional bool = BOOLEAN, "フォルダー全体を一度に入れ替える。そのまま公開しているフォルダー向け", "Exchange the whole folder in one step; for a folder that is served as it stands";
    }
}

declare! {
    /// The keys of `limits:`.
    pub(super) static LIMITS: LimitKeys = {
        file_bytes: Optional i64 = whole::<1, MOST_BYTES>(), "文字のファイルの最大のバイト数", "The greatest size of a text file in bytes";
        image_bytes: Optional i64 = whole::<1, MOST_BYTES>(), "画像の最大のバイト数", "The greatest size of an image in bytes";
    }
}

const MOST_BYTES: i64 = 1_000_000_000;

const BASE_URL: Kind<String> = Kind {
    shape: || Shape::Address(None),
    read: |reader, value| base_url(reader, value),
};

const LANGUAGES: Kind<Vec<Language>> = Kind {
    shape: || Shape::List {
        of: Box::new(Shape::Language),
        least: 1,
        most: None,
        unique: true,
    },
    read: |reader, value| languages(reader, value),
};

const COLLECTIONS: Kind<Vec<String>> = Kind {
    shape: || Shape::List {
        of: Box::new(Shape::Slug),
        least: 0,
        most: None,
        unique: true,
    },
    read: |reader, value| collections(reader, value),
};

const REDIRECTS: Kind<Vec<(String, RedirectTarget)>> = Kind {
    shape: || Shape::Entries {
        names: Box::new(Shape::SitePath),
        of: Box::new(Shape::Redirect),
    },
    read: |reader, value| redirects(reader, value),
};

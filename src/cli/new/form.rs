//! What is to be written: an article, a record or an indicator.

use shirube::parse::Parsed;
use shirube::parse::collection::Collection;
use shirube::parse::slug::{is_slug, suggest};
use shirube::scaffold::{self, Answers, Question};

use super::super::Stop;
use super::super::language::MessageLanguage;

/// A file to be written.
pub(super) struct Form {
    kind: Kind,
    /// Its path in the project.
    pub(super) path: String,
    /// What it can say.
    pub(super) questions: Vec<Question>,
}

enum Kind {
    Article,
    Record { collection: String, id: String },
    Indicator { collection: String },
}

impl Form {
    pub(super) fn new(
        what: &str,
        names: &[String],
        parsed: &Parsed,
        language: MessageLanguage,
    ) -> Result<Self, Stop> {
        match (what, names) {
            ("article", [section, slug]) => {
                let sections = parsed.sections.iter().map(|section| section.id.as_str());
                known(section, sections.collect(), ["分野", "section"], language)?;
                checked(slug, language)?;
                // `index.md` is the section's front page.
                if slug == "index" {
                    return Err(bad(slug, None, language));
                }
                Ok(Self {
                    kind: Kind::Article,
                    path: format!("content/articles/{section}/{slug}.md"),
                    questions: scaffold::article(),
                })
            }
            ("indicator", [collection, id]) => {
                let collection = find(collection, parsed, language)?;
                checked(id, language)?;
                Ok(Self {
                    path: format!("content/indicators/{}/{id}.yaml", collection.id),
                    questions: scaffold::indicator(collection),
                    kind: Kind::Indicator {
                        collection: collection.id.clone(),
                    },
                })
            }
            (collection, [id]) if !matches!(collection, "article" | "indicator") => {
                let collection = find(collection, parsed, language)?;
                checked(id, language)?;
                Ok(Self {
                    path: format!("content/{}/{id}.yaml", collection.id),
                    questions: scaffold::record(collection),
                    kind: Kind::Record {
                        collection: collection.id.clone(),
                        id: id.clone(),
                    },
                })
            }
            _ => Err(Stop::Usage(language.pick(
                "エラー: `new article 分野 名前`、`new indicator コレクション id`、`new コレクション id` のどれかです".to_owned(),
                "error: it is `new article SECTION SLUG`, `new indicator COLLECTION ID` or `new COLLECTION ID`".to_owned(),
            ))),
        }
    }

    /// The file with these answers.
    pub(super) fn text(&self, answers: &Answers, language: MessageLanguage) -> String {
        match &self.kind {
            Kind::Article => {
                let text = language.pick(
                    "<!-- ここから本文を書きます。見出しは ## から始めます。書き終えたら、この行と draft: true を消します。 -->",
                    "<!-- Write the text here. Headings begin at ##. When it is done, remove this line and draft: true. -->",
                );
                let draft = if answers.contains_key("draft") {
                    ""
                } else {
                    "draft: true\n"
                };
                scaffold::front_matter(&self.questions, answers, draft, text)
            }
            Kind::Record { id, .. } => {
                scaffold::mapping(&format!("id: {id}\n"), &self.questions, answers)
            }
            Kind::Indicator { .. } => scaffold::mapping("", &self.questions, answers),
        }
    }

    /// What to do now.
    pub(super) fn next(&self, language: MessageLanguage) -> String {
        match &self.kind {
            Kind::Article => language.pick(
                "次に: 本文を書き、`shirube build --drafts` で見ます。できたら `draft: true` を消します。".to_owned(),
                "Next: write the text and look at it with `shirube build --drafts`. When it is done, remove `draft: true`.".to_owned(),
            ),
            Kind::Record { collection, id } => language.pick(
                format!("次に: ほかに書ける項目は content/{collection}/_collection.yaml にあります。文章は content/{collection}/{id}.md に書けます。`shirube check` で確かめます。"),
                format!("Next: content/{collection}/_collection.yaml has the other keys; prose goes into content/{collection}/{id}.md. Check it with `shirube check`."),
            ),
            Kind::Indicator { collection } => language.pick(
                format!("次に: `values` の null を数にします。並べる場所は content/{collection}/_collection.yaml の `page.indicators` です。`shirube check` で確かめます。"),
                format!("Next: put numbers in place of null in `values`. Its place in lists is `page.indicators` of content/{collection}/_collection.yaml. Check it with `shirube check`."),
            ),
        }
    }
}

fn find<'a>(
    id: &str,
    parsed: &'a Parsed,
    language: MessageLanguage,
) -> Result<&'a Collection, Stop> {
    let ids = parsed
        .collections
        .iter()
        .map(|collection| collection.id.as_str());
    known(id, ids.collect(), ["コレクション", "collection"], language)?;
    let mut collections = parsed.collections.iter();
    let found = collections.find(|collection| collection.id == id);
    found.ok_or_else(|| bad(id, None, language))
}

/// Refuses a name that isn't there, and names those that are.
fn known(
    name: &str,
    mut names: Vec<&str>,
    [ja, en]: [&str; 2],
    language: MessageLanguage,
) -> Result<(), Stop> {
    if names.contains(&name) {
        return Ok(());
    }
    names.sort_unstable();
    names.dedup();
    let list = names.join(", ");
    Err(Stop::Usage(language.pick(
        format!("エラー: {ja} `{name}` はありません。あるもの: {list}"),
        format!("error: there is no {en} `{name}`; there are: {list}"),
    )))
}

/// Refuses a name that can't be an address.
fn checked(name: &str, language: MessageLanguage) -> Result<(), Stop> {
    if is_slug(name) {
        return Ok(());
    }
    Err(bad(name, suggest(name), language))
}

fn bad(name: &str, better: Option<String>, language: MessageLanguage) -> Stop {
    let example = match better {
        Some(better) => language.pick(format!("。例: `{better}`"), format!("; such as `{better}`")),
        None => String::new(),
    };
    Stop::Usage(language.pick(
        format!("エラー: `{name}` は名前に使えません。使えるのは半角の a-z、0-9 と、間の `-` だけです（URL になるため）{example}"),
        format!("error: `{name}` can't be a name: it has a-z, 0-9 and single `-` inside only, since it becomes a URL{example}"),
    ))
}

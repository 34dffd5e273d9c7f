//! Values as readers see them. Those of indicators are made once, since many pages show them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::parse::collection::{Better, Field, FieldKind};
use crate::parse::indicator::{Indicator, Scale};
use crate::parse::record::{FieldValue, Record};
use crate::parse::text::Language;
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;
use crate::plan::pairs::comparable_fields;
use crate::plan::references::referenced;
use crate::plan::route::Page;
use crate::plan::statistics::{National, Statistics};
use crate::render::language::{Wording, wording};
use crate::render::page::{PageContext, escaped, escaped_if_needed};

/// What the indicators of a collection show in a language.
pub(super) struct CollectionFacts {
    /// One for each indicator of the collection.
    pub(super) indicators: Vec<IndicatorFacts>,
    /// What comparisons show in each group of the collection.
    pub(super) rows: Vec<GroupRows>,
}

/// The rows of a group in a comparison, by position.
pub(super) struct GroupRows {
    pub(super) fields: Vec<usize>,
    pub(super) indicators: Vec<usize>,
}

/// What one indicator shows in a language.
pub(super) struct IndicatorFacts {
    pub(super) label: String,
    pub(super) short: String,
    /// Of its page, below the top.
    pub(super) address: String,
    pub(super) unit: String,
    pub(super) period: String,
    pub(super) publisher: String,
    pub(super) note: Option<String>,
    /// The word of the greater of two values.
    pub(super) more: String,
    /// The word of the smaller of two values.
    pub(super) less: String,
    /// By record: formatted with the unit, or the label for unknown.
    pub(super) values: Vec<String>,
    /// The few of them that look different in HTML, by record.
    escaped: BTreeMap<usize, String>,
    /// Its group's position; the number of groups where there is none.
    pub(super) group: usize,
    /// By record, for the known ones.
    pub(super) ranks: Vec<Option<String>>,
    /// The same counted from the greatest and in fewer words, for brief comparisons; else empty.
    pub(super) places: Vec<Option<String>>,
    pub(super) national: Option<NationalFacts>,
}

/// What stands for the nation.
pub(super) struct NationalFacts {
    /// 全国, or 47都道府県の中央値.
    pub(super) name: String,
    /// 全国, or 中央値.
    pub(super) short: String,
    /// Formatted with the unit.
    pub(super) value: String,
    /// The same as people say it.
    pub(super) spoken: String,
    /// Set unless it is a sum, which isn't on the scale of the records.
    pub(super) comparable: Option<f64>,
}

/// The facts of all collections in a language.
pub(super) fn of_collections(
    guide: &Guide,
    words: &BTreeMap<String, Arc<str>>,
    language: usize,
) -> Vec<CollectionFacts> {
    let maker = Maker {
        words,
        tag: guide.language(language),
        wording: wording(guide.language(language)),
    };
    let of_collection = |(position, collection): (usize, &CollectionPlan)| {
        let facts = collection.indicators.par_iter().zip(&collection.statistics);
        let facts = facts.enumerate().map(|(number, (indicator, statistics))| {
            let page = Page::Indicator(position, number);
            let address = guide.page_address(page, guide.language_of(page, language));
            maker.indicator(collection, indicator, statistics, address)
        });
        CollectionFacts {
            indicators: facts.collect(),
            rows: collection
                .groups
                .iter()
                .map(|group| rows(collection, &group.id))
                .collect(),
        }
    };
    let collections = guide.collections.iter().enumerate();
    collections.map(of_collection).collect()
}

fn rows(collection: &CollectionPlan, group: &str) -> GroupRows {
    let fields = comparable_fields(collection);
    let shown = collection.shown_indicators.iter().copied();
    GroupRows {
        fields: fields
            .filter(|field| collection.fields[*field].group == group)
            .collect(),
        indicators: shown
            .filter(|shown| collection.indicators[*shown].group == group)
            .collect(),
    }
}

impl IndicatorFacts {
    /// A record's value as HTML, or the label for unknown.
    pub(super) fn value_html(&self, record: usize) -> &str {
        self.escaped.get(&record).unwrap_or(&self.values[record])
    }
}

struct Maker<'a> {
    words: &'a BTreeMap<String, Arc<str>>,
    tag: &'a Language,
    wording: &'static dyn Wording,
}

impl Maker<'_> {
    fn label(&self, key: &str) -> String {
        self.words.get(key).map_or(key, |word| word).to_owned()
    }

    fn indicator(
        &self,
        collection: &CollectionPlan,
        indicator: &Indicator,
        statistics: &Statistics,
        address: String,
    ) -> IndicatorFacts {
        let unit = indicator
            .unit
            .as_ref()
            .map_or("", |unit| unit.get(self.tag));
        let quantity = |value| self.wording.quantity(value, indicator.decimals, unit);
        let more = indicator.words.more.get(self.tag).to_owned();
        let less = indicator.words.less.get(self.tag).to_owned();
        let word = rank_word(indicator.better, &more, &less);
        let rank = |value: &Option<f64>| {
            let rank = statistics.rank((*value)?, indicator.better);
            Some(self.wording.rank(word, rank, statistics.known()))
        };
        let place = |value: &Option<f64>| {
            let rank = statistics.rank_from_greatest((*value)?);
            Some(self.wording.place(rank))
        };
        let shown = |(value, not_applicable): (&Option<f64>, &bool)| match value {
            Some(value) => quantity(*value),
            None if *not_applicable => match &indicator.not_applicable {
                Some(word) => word.get(self.tag).to_owned(),
                None => self.label("not_applicable"),
            },
            None => self.label("unknown"),
        };
        let national = statistics.national.map(|national| NationalFacts {
            name: match national {
                National::Published(_) | National::Sum(_) => self.label("national"),
                National::Together(_, count) => {
                    let counter = collection.counter.get(self.tag);
                    let national = self.label("national");
                    self.wording.together(&national, count, counter)
                }
                National::Median(_) => {
                    let counter = collection.counter.get(self.tag);
                    self.wording.median(statistics.known(), counter)
                }
            },
            short: self.label(match national {
                National::Published(_) | National::Sum(_) | National::Together(..) => "national",
                National::Median(_) => "median",
            }),
            value: quantity(national.value()),
            spoken: self
                .wording
                .spoken(national.value(), indicator.decimals, unit),
            comparable: match national {
                National::Sum(_) => None,
                _ if indicator.aggregate == crate::parse::indicator::Aggregate::Sum => None,
                other => Some(other.value()),
            },
        });
        let values = statistics.values.iter().zip(&statistics.not_applicable);
        let values: Vec<String> = values.map(shown).collect();
        let html = values
            .iter()
            .map(|value| escaped_if_needed(value))
            .enumerate();
        let group = collection.groups.iter();
        IndicatorFacts {
            label: indicator.label.get(self.tag).to_owned(),
            short: indicator.short.get(self.tag).to_owned(),
            address,
            unit: unit.to_owned(),
            period: self.wording.period(&indicator.as_of),
            publisher: indicator.source.publisher.get(self.tag).to_owned(),
            note: indicator
                .note
                .as_ref()
                .map(|note| note.get(self.tag).to_owned()),
            escaped: html
                .filter_map(|(record, html)| match html {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(html) => Some((record, html)),
                })
                .collect(),
            group: group
                .take_while(|group| group.id != indicator.group)
                .count(),
            values,
            ranks: statistics.values.iter().map(rank).collect(),
            places: match collection.compare.brief {
                true => statistics.values.iter().map(place).collect(),
                false => Vec::new(),
            },
            national,
            more,
            less,
        }
    }
}

/// The word of the direction that ranks are shown in.
pub(super) fn rank_word<'w>(better: Better, more: &'w str, less: &'w str) -> &'w str {
    match better {
        Better::Lower => less,
        Better::Higher | Better::Neutral => more,
    }
}

/// The unit of a difference: percentage points for shares, else the indicator's own.
pub(super) fn difference_unit<'u>(wording: &dyn Wording, scale: Scale, unit: &'u str) -> &'u str {
    if scale == Scale::Share {
        wording.points()
    } else {
        unit
    }
}

/// The value of a field, ready to be shown as text, as HTML or as a list of words.
pub(super) enum Shown {
    /// Nobody has found out.
    Unknown,
    /// The question makes no sense.
    NotApplicable,
    /// Text, number, date, yes or no.
    Text(String),
    /// A price, and the time of its source in brackets.
    Dated(String, String),
    /// Finished HTML.
    Html(String),
    /// Options, tags or references, with the pages they lead to.
    Words(Vec<(String, Option<Page>)>),
    /// A web address.
    Url(String),
}

impl PageContext<'_> {
    /// The value of a record's field in the page's language.
    pub(super) fn shown(&self, collection: usize, record: usize, field: usize) -> Shown {
        let plan = &self.guide.collections[collection];
        let record = &plan.records[record];
        let Some(value) = record.values.get(field) else {
            return Shown::Unknown;
        };
        let schema = &plan.fields[field];
        match value {
            FieldValue::Unknown => Shown::Unknown,
            FieldValue::NotApplicable => Shown::NotApplicable,
            FieldValue::Text(text) => Shown::Text(self.text(text).to_owned()),
            FieldValue::Markdown(document) => Shown::Html(self.html(document)),
            FieldValue::Number(number) => self.number(schema, record, *number),
            FieldValue::Boolean(true) => Shown::Text(self.label("yes").to_owned()),
            FieldValue::Boolean(false) => Shown::Text(self.label("no").to_owned()),
            FieldValue::Choices(ids) => Shown::Words(
                ids.iter()
                    .map(|id| (self.option_name(schema, id).to_owned(), None))
                    .collect(),
            ),
            FieldValue::Tags(ids) => Shown::Words(
                ids.iter()
                    .filter_map(|id| self.guide.tag(id))
                    .map(|tag| {
                        let name = self.text(&self.guide.tags[tag].name).to_owned();
                        (name, Some(Page::Tag(tag)))
                    })
                    .collect(),
            ),
            FieldValue::Date(period) => Shown::Text(self.wording.period(period)),
            FieldValue::Url(url) => Shown::Url(url.clone()),
            FieldValue::Place { lat, lon } => Shown::Text(format!("{lat}, {lon}")),
            FieldValue::References(ids) => self.references(schema, record, ids),
        }
    }

    fn references(&self, field: &Field, record: &Record, ids: &[String]) -> Shown {
        if record.everywhere && ids.is_empty() {
            return Shown::Text(self.label("everywhere").to_owned());
        }
        let Some(target) = referenced(self.guide, &field.kind) else {
            return Shown::Unknown;
        };
        let name = |id: &String| {
            let record = self.guide.record(target, id)?;
            let name = self.record_name(target, record).to_owned();
            Some((name, Some(Page::Record(target, record))))
        };
        Shown::Words(ids.iter().filter_map(name).collect())
    }

    fn number(&self, field: &Field, record: &Record, number: f64) -> Shown {
        let text = self.bare_number(field, number);
        match self.price_date(field, record) {
            Some(date) => Shown::Dated(text, self.wording.dated(&date)),
            None => Shown::Text(text),
        }
    }

    /// A number with its unit, without the date of its source.
    pub(super) fn bare_number(&self, field: &Field, number: f64) -> String {
        let unit = field.unit.as_ref().map_or("", |unit| self.text(unit));
        match &field.kind {
            FieldKind::Money { currency } => self.wording.money(number, field.decimals, currency),
            FieldKind::Percent => self.wording.quantity(number, field.decimals, "%"),
            _ => self.wording.quantity(number, field.decimals, unit),
        }
    }

    /// How far two numbers of a field are apart; percentages differ in points.
    pub(super) fn field_amount(&self, field: &Field, amount: f64) -> String {
        match field.kind {
            FieldKind::Percent => {
                let points = self.wording.points();
                self.wording.quantity(amount, field.decimals, points)
            }
            _ => self.bare_number(field, amount),
        }
    }

    /// The time of the newest dated source of a price.
    pub(super) fn price_date(&self, field: &Field, record: &Record) -> Option<String> {
        matches!(field.kind, FieldKind::Money { .. }).then_some(())?;
        let periods = record
            .sources
            .iter()
            .filter_map(|source| source.as_of.as_ref());
        let newest = periods.max_by_key(|period| (period.last_year(), period.first_day()))?;
        Some(self.wording.period(newest))
    }

    /// The name of an option of a choice field.
    pub(super) fn option_name<'f>(&self, field: &'f Field, id: &'f str) -> &'f str {
        match &field.kind {
            FieldKind::Choice { options } => options
                .iter()
                .find(|option| option.id == id)
                .map_or(id, |option| self.text(&option.label)),
            _ => id,
        }
    }

    /// The label for a value that isn't there.
    pub(super) fn absent<'t>(&'t self, field: &'t Field, shown: &Shown) -> &'t str {
        match shown {
            Shown::NotApplicable => self.label("not_applicable"),
            _ => match &field.unknown {
                Some(text) => self.text(text),
                None => self.label("unknown"),
            },
        }
    }

    /// A shown value as plain text; `None` when it isn't known.
    pub(super) fn plain(&self, shown: &Shown) -> Option<String> {
        match shown {
            Shown::Unknown | Shown::NotApplicable => None,
            Shown::Text(text) | Shown::Url(text) => Some(text.clone()),
            Shown::Dated(price, date) => Some(format!("{price}{date}")),
            Shown::Html(_) => None,
            Shown::Words(words) => {
                let names: Vec<String> = words.iter().map(|(name, _)| name.clone()).collect();
                (!names.is_empty()).then(|| self.wording.list(&names))
            }
        }
    }

    /// A shown value as HTML with links relative to this page; `None` when it isn't known.
    pub(super) fn shown_html(&self, shown: &Shown) -> Option<String> {
        match shown {
            Shown::Unknown | Shown::NotApplicable => None,
            Shown::Text(text) => Some(escaped(text)),
            Shown::Dated(price, date) => Some(format!(
                "{}<small>{}</small>",
                escaped(price),
                escaped(date)
            )),
            Shown::Html(html) => Some(html.clone()),
            Shown::Url(url) => Some(self.external(url)),
            Shown::Words(words) => {
                let word = |(name, page): &(String, Option<Page>)| match page {
                    Some(page) => {
                        let href = escaped(&self.href(*page));
                        format!("<a href=\"{href}\">{}</a>", escaped(name))
                    }
                    None => escaped(name),
                };
                let words: Vec<String> = words.iter().map(word).collect();
                (!words.is_empty()).then(|| self.wording.list(&words))
            }
        }
    }

    /// A link to another site, shown by its address without the scheme.
    fn external(&self, url: &str) -> String {
        let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
        let bare = bare.trim_end_matches('/');
        format!(
            "<a class=\"external\" href=\"{}\" rel=\"noopener external\">{}</a>",
            escaped(url),
            escaped(bare)
        )
    }
}

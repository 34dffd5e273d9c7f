//! Every link of the guide to another site, with its place.

use crate::diagnostic::Place;
use crate::load::SourcePath;
use crate::parse::glossary::Term;
use crate::parse::indicator::{Indicator, IndicatorSource};
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::parse::site::{RedirectTarget, Site};
use crate::parse::target::Target;
use crate::plan::guide::Guide;

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// As written; begins with `http://` or `https://` in any case of letters.
    pub url: String,
    /// Where it is written.
    pub place: Place,
}

/// Every `http` and `https` address that content and settings link to, in the order of the guide.
/// The patterns of `repository` are left out: they aren't addresses yet.
pub fn external_links(guide: &Guide) -> Vec<ExternalLink> {
    let mut links = Links::default();
    links.site(&guide.site);
    for (position, direction) in guide.home.directions.iter().enumerate() {
        let path = format!("directions[{position}].to");
        links.target(&direction.to, &guide.home.file, path);
    }
    links.document(&guide.home.body);
    for front in guide.sections.iter().flat_map(|section| &section.fronts) {
        links.document(&front.body);
    }
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        links.document(&version.body);
        for (position, target) in version.related.iter().enumerate() {
            links.target(target, &version.file, format!("related[{position}]"));
        }
        links.sources(&version.sources, &version.file, "");
    }
    for term in &guide.glossary {
        links.term(term);
    }
    for collection in guide.collections.iter() {
        for record in &collection.records {
            let fields = collection.fields.iter().map(|field| field.id.as_str());
            links.record(record, fields);
        }
        for indicator in &collection.indicators {
            links.indicator(indicator);
        }
    }
    links.found
}

#[derive(Default)]
struct Links {
    found: Vec<ExternalLink>,
}

impl Links {
    fn add(&mut self, url: &str, place: Place) {
        let scheme = url.split(':').next().unwrap_or_default();
        if ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            let url = url.to_owned();
            self.found.push(ExternalLink { url, place });
        }
    }

    fn field(&mut self, url: &str, file: &SourcePath, path: String) {
        self.add(url, Place::field(file, path));
    }

    fn target(&mut self, target: &Target, file: &SourcePath, path: String) {
        if let Target::External(url) = target {
            self.field(url, file, path);
        }
    }

    fn document(&mut self, document: &Document) {
        let Some(file) = &document.file else { return };
        for (target, span) in &document.links {
            if let Target::External(url) = target {
                self.add(url, Place::span(file, span.clone()));
            }
        }
    }

    fn site(&mut self, site: &Site) {
        for (position, item) in site.navigation.iter().enumerate() {
            self.target(&item.to, &site.file, format!("navigation[{position}].to"));
        }
        for (from, to) in &site.redirects {
            if let RedirectTarget::Target(target) = to {
                self.target(target, &site.file, format!("redirects.{from}"));
            }
        }
        if let Some(map) = &site.map {
            for (key, url) in [("url", &map.url), ("licence_url", &map.licence_url)] {
                if let Some(url) = url {
                    self.field(url, &site.file, format!("map.{key}"));
                }
            }
        }
        for (position, licence) in site.licences.iter().enumerate() {
            for (key, url) in [("url", &licence.url), ("licence_url", &licence.licence_url)] {
                if let Some(url) = url {
                    self.field(url, &site.file, format!("licences[{position}].{key}"));
                }
            }
        }
    }

    /// Of an article or a term; `path` leads to the mapping that has them and ends in a dot.
    fn sources(&mut self, sources: &[RecordSource], file: &SourcePath, path: &str) {
        for (position, source) in sources.iter().enumerate() {
            self.field(&source.url, file, format!("{path}sources[{position}].url"));
        }
    }

    fn term(&mut self, term: &Term) {
        self.document(&term.text);
        let own = term.place.field.as_deref().unwrap_or_default();
        let path = own.strip_suffix("id").unwrap_or(own);
        self.sources(&term.sources, &term.place.file, path);
    }

    fn record<'a>(&mut self, record: &Record, fields: impl Iterator<Item = &'a str>) {
        if let Some(prose) = &record.prose {
            self.document(prose);
        }
        for (field, value) in fields.zip(&record.values) {
            match value {
                FieldValue::Url(url) => self.add(url, record.place(field)),
                FieldValue::Markdown(document) => self.document(document),
                _ => {}
            }
        }
        for (position, source) in record.sources.iter().enumerate() {
            let place = record.place(&format!("sources[{position}].url"));
            self.add(&source.url, place);
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let mut source = |source: &IndicatorSource, path: &str| {
            self.field(&source.url, &indicator.file, format!("{path}.url"));
            if let Some(url) = &source.licence_url {
                self.field(url, &indicator.file, format!("{path}.licence_url"));
            }
        };
        source(&indicator.source, "source");
        let national = indicator.national.as_ref();
        if let Some(own) = national.and_then(|national| national.source.as_ref()) {
            source(own, "national.source");
        }
    }
}

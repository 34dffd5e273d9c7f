//! `/about/data/`: every source and licence.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::plan::route::{Content, Page};
use crate::render::page::{Finished, PageContext};
use crate::render::pages::indicator::statistic_source;
use crate::render::view::{
    AboutDataPage, Download, LicenceEntry, SiteCount, StatisticEntry, StatisticGroup,
};

pub(in crate::render) fn data(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let title = context.label("about_data");
    let view = AboutDataPage {
        head: context.head(title, Vec::new(), None),
        downloads: downloads(context),
        statistics: statistics(context),
        licences: licences(context),
        sites: sites(context),
    };
    let description = context.text(&context.guide.site.description);
    context.finish("about_data.html", "about-data", title, description, &view)
}

fn downloads(context: &PageContext<'_>) -> Vec<Download> {
    let guide = context.guide;
    let site = context.text(&guide.site.title);
    let day = context.content_day().unwrap_or(guide.today);
    let day = context.wording.day(day);
    let download = |(position, plan): (usize, &crate::plan::guide::CollectionPlan)| {
        let page = Page::Collection(position);
        let name = context.text(&plan.name);
        let url = context.absolute(page, context.language);
        let has_sources = !plan.shown_indicators.is_empty();
        Download {
            name: name.to_owned(),
            url: context.href(page),
            count: context
                .wording
                .counted(plan.records.len(), context.text(&plan.counter)),
            csv_url: context.href_of(Content::Csv(position)),
            sources_url: has_sources.then(|| context.href_of(Content::SourcesCsv(position))),
            json_url: (!plan.records.is_empty())
                .then(|| context.href_of(Content::Json(position, 0))),
            citation: context.wording.citation(site, name, &url, &day),
        }
    };
    guide.collections.iter().enumerate().map(download).collect()
}

fn statistics(context: &PageContext<'_>) -> Vec<StatisticGroup> {
    let mut groups = Vec::new();
    for (collection, plan) in context.guide.collections.iter().enumerate() {
        for group in &plan.groups {
            let members = plan
                .shown_indicators
                .iter()
                .filter(|position| plan.indicators[**position].group == group.id);
            let statistics: Vec<StatisticEntry> = members
                .map(|position| entry(context, collection, *position))
                .collect();
            if !statistics.is_empty() {
                let names = [
                    context.text(&plan.name).to_owned(),
                    context.text(&group.label).to_owned(),
                ];
                groups.push(StatisticGroup {
                    name: context.wording.facts(&names),
                    statistics,
                });
            }
        }
    }
    groups
}

fn entry(context: &PageContext<'_>, collection: usize, position: usize) -> StatisticEntry {
    let (plan, facts) = context.collection(collection);
    let read_from = plan.indicators[position].source.read_from.as_ref();
    StatisticEntry {
        indicator: context.link(
            facts.indicators[position].label.clone(),
            Page::Indicator(collection, position),
        ),
        source: statistic_source(context, collection, position),
        read_from: read_from.map(|text| context.text(text).to_owned()),
    }
}

fn licences(context: &PageContext<'_>) -> Vec<LicenceEntry> {
    let site = &context.guide.site;
    let mut entries = Vec::new();
    if let Some(map) = &site.map {
        entries.push(LicenceEntry {
            name: context.text(&map.credit).to_owned(),
            url: map.url.clone(),
            licence: map.licence.clone(),
            licence_url: map.licence_url.clone(),
            note: None,
        });
    }
    entries.extend(site.licences.iter().map(|licence| {
        LicenceEntry {
            name: context.text(&licence.name).to_owned(),
            url: licence.url.clone(),
            licence: context.text(&licence.licence).to_owned(),
            licence_url: licence.licence_url.clone(),
            note: licence
                .note
                .as_ref()
                .map(|note| context.text(note).to_owned()),
        }
    }));
    entries
}

/// Hosts that facts of records were read from, by how many records name them.
fn sites(context: &PageContext<'_>) -> Vec<SiteCount> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in context
        .guide
        .collections
        .iter()
        .flat_map(|plan| &plan.records)
    {
        let mut hosts: Vec<&str> = record
            .sources
            .iter()
            .map(|source| host(&source.url))
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        for host in hosts {
            *counts.entry(host.to_owned()).or_default() += 1;
        }
    }
    let mut sites: Vec<SiteCount> = counts
        .into_iter()
        .map(|(host, count)| SiteCount { host, count })
        .collect();
    sites.sort_by_key(|site| std::cmp::Reverse(site.count));
    sites
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

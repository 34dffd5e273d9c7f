//! A summary → Markdown, in the language of its reader.

use super::super::language::MessageLanguage;
use super::compare::Status;
use super::data::{Change, Known, RecordChange, SourceChange};
use super::escape;
use super::summary::{Changes, Collection, Count, Indicator, PageLine, Summary};

/// How a summary is printed.
pub(super) struct Printer<'a> {
    pub(super) language: MessageLanguage,
    /// Lines of a list before "and N more".
    pub(super) limit: usize,
    /// Where the new site can be looked at; ends with `/`.
    pub(super) preview: Option<&'a str>,
}

impl Printer<'_> {
    /// The whole summary; ends with a line break.
    pub(super) fn markdown(&self, summary: &Summary) -> String {
        let title = self.say("サイトの変わるところ", "What changes on the site");
        let mut text = format!("## {title}\n\n");
        if summary.is_empty() {
            text += self.say("変わるところはありません。\n", "Nothing changes.\n");
            return text;
        }
        text += &self.counts(summary);
        for status in [Status::Added, Status::Removed, Status::Changed] {
            text += &self.pages(summary, status);
        }
        text += &self.redirects(summary);
        text += &self.data(summary);
        text += &self.rest(summary);
        text
    }

    fn say<'b>(&self, ja: &'b str, en: &'b str) -> &'b str {
        self.language.pick(ja, en)
    }

    fn counts(&self, summary: &Summary) -> String {
        let [added, removed, changed] = self.statuses();
        let mut text = format!("| | {added} | {removed} | {changed} |\n|---|---:|---:|---:|\n");
        let mut row = |name: &str, counts: &Changes| {
            let Changes {
                added,
                removed,
                changed,
            } = counts;
            text += &format!("| {name} | {added} | {removed} | {changed} |\n");
        };
        row(self.say("ページ", "Pages"), &summary.page_counts());
        let mut redirects = Changes::default();
        for (_, old, new) in &summary.redirects {
            match (old, new) {
                (None, _) => redirects.added += 1,
                (_, None) => redirects.removed += 1,
                _ => redirects.changed += 1,
            }
        }
        row(self.say("転送", "Redirects"), &redirects);
        let sum = |count: &dyn Fn(&Collection) -> usize| summary.data.values().map(count).sum();
        let records = Changes {
            added: sum(&|collection| collection.added.len()),
            removed: sum(&|collection| collection.removed.len()),
            changed: sum(&|collection| collection.records.len()),
        };
        row(self.say("レコード", "Records"), &records);
        let values: usize = sum(&Collection::values);
        text + &format!(
            "| {} | | | {values} |\n\n",
            self.say("データの値", "Values")
        )
    }

    fn statuses(&self) -> [&'static str; 3] {
        self.language
            .pick(["追加", "削除", "変更"], ["added", "removed", "changed"])
    }

    fn pages(&self, summary: &Summary, status: Status) -> String {
        let counts = summary.page_counts();
        let (title, count) = match status {
            Status::Added => (self.say("追加されるページ", "Pages added"), counts.added),
            Status::Removed => (self.say("なくなるページ", "Pages removed"), counts.removed),
            Status::Changed => (self.say("変わるページ", "Pages changed"), counts.changed),
        };
        if count == 0 {
            return String::new();
        }
        let mut text = self.heading(title, count);
        if status == Status::Changed {
            let words = |words: &str| match words {
                "" => self.say("なし", "nothing").to_owned(),
                words => escape::code(words),
            };
            let lines = summary.shared.iter().map(|shared| {
                let pages = shared.pages;
                let page = self.page(&shared.example, true);
                let many = self.language.pick(
                    format!("{pages}ページに同じ変更（例：{page}）："),
                    format!("the same change on {pages} pages, such as {page}: "),
                );
                many + &arrow(&words(&shared.old), &words(&shared.new))
            });
            text += &self.list(lines, "");
            text += if summary.shared.is_empty() { "" } else { "\n" };
        }
        for ((_, folder), lines) in summary.pages.get(&status).into_iter().flatten() {
            let folder = escape::code(&format!("/{folder}"));
            text += &format!("{folder} ({})\n\n", lines.len());
            let line = |line: &PageLine| self.page(line, status != Status::Removed);
            text += &self.list(lines.iter().map(line), "");
            text.push('\n');
        }
        text
    }

    fn heading(&self, title: &str, count: usize) -> String {
        self.language.pick(
            format!("### {title}（{count}）\n\n"),
            format!("### {title} ({count})\n\n"),
        )
    }

    /// Title and path of a page, linked where it can be looked at.
    fn page(&self, page: &PageLine, exists: bool) -> String {
        let path = page.path.strip_suffix("index.html").unwrap_or(&page.path);
        let title = match escape::text(&page.title) {
            title if title.is_empty() => self.say("（題なし）", "(untitled)").to_owned(),
            title => title,
        };
        let shown = escape::code(&format!("/{path}"));
        match self.preview.filter(|_| exists) {
            Some(preview) => format!("[{title}]({preview}{}) {shown}", escape::path(path)),
            None => format!("{title} {shown}"),
        }
    }

    /// Lines of a list, as many as are wanted, and how many more there are.
    fn list(&self, lines: impl ExactSizeIterator<Item = String>, indent: &str) -> String {
        let more = lines.len().saturating_sub(self.limit);
        let mut text: String = lines
            .take(self.limit)
            .map(|line| format!("{indent}- {}\n", line.trim_end()))
            .collect();
        if more > 0 {
            let more = self
                .language
                .pick(format!("ほか {more} 件"), format!("and {more} more"));
            text += &format!("{indent}- {more}\n");
        }
        text
    }

    fn redirects(&self, summary: &Summary) -> String {
        if summary.redirects.is_empty() {
            return String::new();
        }
        let title = self.say("転送", "Redirects");
        let none = self.say("なし", "none");
        let to = |to: &Option<String>| to.as_ref().map_or(none.to_owned(), |to| escape::code(to));
        let lines = summary.redirects.iter().map(|(path, old, new)| {
            let path = path.strip_suffix("index.html").unwrap_or(path);
            let from = escape::code(&format!("/{path}"));
            format!(
                "{from}{}{}",
                self.say("：", ": "),
                arrow(&to(old), &to(new))
            )
        });
        self.heading(title, summary.redirects.len()) + &self.list(lines, "") + "\n"
    }

    fn data(&self, summary: &Summary) -> String {
        let mut text = String::new();
        for (id, collection) in &summary.data {
            let title = self.say("データ", "Data");
            text += &format!("### {title}: {}\n\n", escape::code(id));
            let record = |record: &(String, String)| named(&record.1, &record.0);
            for (title, records) in [
                (self.say("追加", "Added"), &collection.added),
                (self.say("削除", "Removed"), &collection.removed),
            ] {
                if !records.is_empty() {
                    text += &format!("{title} ({})\n\n", records.len());
                    text += &self.list(records.iter().map(record), "");
                    text.push('\n');
                }
            }
            let indicators = collection.indicators.iter();
            text += &self.blocks(
                self.say("統計の変更", "Statistics changed"),
                indicators.map(|(id, indicator)| self.indicator(id, indicator)),
            );
            let records = collection.records.iter();
            text += &self.blocks(
                self.say("レコードの変更", "Records changed"),
                records.map(|(id, change)| self.record(id, change)),
            );
        }
        text
    }

    /// Items with lists of their own below a title, as many as are wanted.
    fn blocks(&self, title: &str, blocks: impl ExactSizeIterator<Item = String>) -> String {
        match blocks.len() {
            0 => String::new(),
            count => format!("{title} ({count})\n\n{}\n", self.list(blocks, "")),
        }
    }

    fn indicator(&self, id: &str, indicator: &Indicator) -> String {
        let mut text = named(&indicator.label, id);
        let [added, removed, _] = self.statuses();
        match indicator.status {
            Some(Status::Added) => text += &format!(" ({added})"),
            Some(Status::Removed) => text += &format!(" ({removed})"),
            _ => {}
        }
        text.push('\n');
        text += &self.list(indicator.own.iter().map(|change| self.change(change)), "  ");
        let values = indicator.values.iter().map(|(id, name, old, new)| {
            let values = arrow(&self.known(old, ""), &self.known(new, &indicator.unit));
            format!("{}{}{values}", named(name, id), self.say("：", ": "))
        });
        text + &self.list(values, "  ")
    }

    fn record(&self, id: &str, record: &RecordChange) -> String {
        let facts = record.facts.iter().map(|change| self.change(change));
        let sources = record.sources.iter().map(|change| self.source(change));
        let lines: Vec<String> = facts.chain(sources).collect();
        format!(
            "{}\n{}",
            named(&record.name, id),
            self.list(lines.into_iter(), "  ")
        )
    }

    fn change(&self, change: &Change) -> String {
        let values = arrow(&self.known(&change.old, ""), &self.known(&change.new, ""));
        format!(
            "{}{}{values}",
            escape::code(&change.name),
            self.say("：", ": ")
        )
    }

    fn source(&self, change: &SourceChange) -> String {
        let source = self.say("出典", "source");
        let url = escape::code(&change.url);
        let period = |period: &Option<Known>| {
            let period = period.as_ref()?;
            Some(match period {
                Known::Unknown => self.say("日付未確認", "undated").to_owned(),
                period => self.known(period, ""),
            })
        };
        match (period(&change.old), period(&change.new)) {
            (Some(old), Some(new)) => format!("{source} {url} {}", arrow(&old, &new)),
            (Some(old), None) => format!("{source} − {url} {old}"),
            (_, new) => format!("{source} + {url} {}", new.unwrap_or_default()),
        }
    }

    fn known(&self, value: &Known, unit: &str) -> String {
        match value {
            Known::Unknown => self.say("未確認", "unknown").to_owned(),
            Known::NotApplicable => self.say("該当なし", "not applicable").to_owned(),
            Known::Is(value) if unit.is_empty() => escape::code(value),
            Known::Is(value) => format!("{} {}", escape::code(value), escape::text(unit)),
        }
    }

    /// What is told in a line each.
    fn rest(&self, summary: &Summary) -> String {
        let mut lines = Vec::new();
        let mut pages = |ja: &str, en: &str, count: &Count| {
            if count.files > 0 {
                let (files, example) = (count.files, escape::code(&format!("/{}", count.example)));
                lines.push(self.language.pick(
                    format!("{ja}：{files}ページ（例：{example}）"),
                    format!("{en}: {files} pages, such as {example}"),
                ));
            }
        };
        pages(
            "本文のまわり（ヘッダー、フッターなど）だけが変わる",
            "only what stands around the text (header, footer, metadata) changes",
            &summary.frame,
        );
        pages(
            "本文のマークアップだけが変わり、文字とリンクは同じ",
            "only the markup of the text changes, with the same words and links",
            &summary.markup,
        );
        for (ja, en, changes) in [
            ("検索の索引", "search index", &summary.search),
            (
                "スタイルとスクリプト",
                "styles and scripts",
                &summary.assets,
            ),
            (
                "フィードとサイトマップ",
                "feeds and sitemaps",
                &summary.feeds,
            ),
            ("データの表", "tables of the data", &summary.tables),
        ] {
            if changes.total() > 0 {
                let [added, removed, changed] = self.statuses();
                lines.push(format!(
                    "{}{}{added} {}{comma}{removed} {}{comma}{changed} {}",
                    self.say(ja, en),
                    self.say("：", ": "),
                    changes.added,
                    changes.removed,
                    changes.changed,
                    comma = self.say("、", ", ")
                ));
            }
        }
        let mut text = String::new();
        if !lines.is_empty() || !summary.others.is_empty() {
            text += &format!("### {}\n\n", self.say("そのほか", "Also"));
        }
        for line in lines {
            text += &format!("- {line}\n");
        }
        if !summary.others.is_empty() {
            let others = summary.others.iter().map(|(path, status)| {
                let [added, removed, changed] = self.statuses();
                let status = match status {
                    Status::Added => added,
                    Status::Removed => removed,
                    Status::Changed => changed,
                };
                format!("{} ({status})", escape::code(&format!("/{path}")))
            });
            text += &self.list(others, "");
        }
        text
    }
}

fn arrow(old: &str, new: &str) -> String {
    format!("{old} → {new}")
}

fn named(name: &str, id: &str) -> String {
    format!("{} {}", escape::text(name), escape::code(id))
}

//! English, and what other languages get until they have a module of their own.

use jiff::civil::Date;

use super::{
    Highlight, IndicatorSummary, OverlapSentence, PairSentence, Wording, ratio_number, separated,
};
use crate::parse::markdown::READING_STEP;
use crate::parse::period::Period;

/// Plain English.
pub(super) struct English;

/// Characters that are read in a minute.
const READING_SPEED: usize = 2 * READING_STEP;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|position| MONTHS.get(position))
        .copied()
        .unwrap_or("")
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        separated(count as f64, 0),
        if count == 1 { one } else { many }
    )
}

/// `A, B and C`
fn series(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn ordinal(number: usize) -> String {
    let suffix = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// `higher` → `highest`; `more` → `most`, `less` → `least`, `fewer` → `fewest`.
fn superlative(word: &str) -> String {
    match word {
        "more" => "most".to_owned(),
        "less" => "least".to_owned(),
        "farther" | "further" => "farthest".to_owned(),
        word => match word.strip_suffix("er") {
            Some(stem) => format!("{stem}est"),
            None => format!("most {word}"),
        },
    }
}

impl Wording for English {
    fn quantity(&self, value: f64, decimals: u8, unit: &str) -> String {
        let number = separated(value, decimals);
        match unit {
            "" => number,
            "%" => format!("{number}%"),
            unit => format!("{number} {unit}"),
        }
    }

    fn money(&self, value: f64, decimals: u8, currency: &str) -> String {
        if value == 0.0 {
            return "free".to_owned();
        }
        match currency {
            "JPY" => format!("¥{}", separated(value, decimals)),
            "USD" => format!("US${}", separated(value, decimals)),
            other => format!("{} {other}", separated(value, decimals)),
        }
    }

    fn points(&self) -> &'static str {
        "points"
    }

    fn period(&self, period: &Period) -> String {
        match period {
            Period::Year(year) => year.to_string(),
            Period::FiscalYear(year) => format!("fiscal {year}"),
            Period::Month(year, month) => format!("{} {year}", month_name(*month)),
            Period::Day(day) => self.day(*day),
            Period::Range(from, to) => format!("{} to {}", self.period(from), self.period(to)),
            Period::Mean(from, to) => format!("mean of {from}–{to}"),
        }
    }

    fn day(&self, day: Date) -> String {
        format!("{} {} {}", day.day(), month_name(day.month()), day.year())
    }

    fn dated(&self, period: &str) -> String {
        format!(" (source of {period})")
    }

    fn bracketed(&self, text: &str) -> String {
        format!(" ({text})")
    }

    fn rank(&self, word: &str, rank: usize, of: usize) -> String {
        format!("{} {} of {of}", ordinal(rank), superlative(word))
    }

    fn place(&self, rank: usize) -> String {
        ordinal(rank)
    }

    fn order(&self, word: &str) -> String {
        format!("{} first", superlative(word))
    }

    fn reading_time(&self, characters: usize) -> String {
        format!("{} min", characters.div_ceil(READING_SPEED).max(1))
    }

    fn counted(&self, count: usize, counter: &str) -> String {
        format!("{} {counter}", separated(count as f64, 0))
    }

    fn articles(&self, count: usize) -> String {
        plural(count, "article", "articles")
    }

    fn pairs(&self, count: usize) -> String {
        plural(count, "comparison", "comparisons")
    }

    fn indicators(&self, count: usize) -> String {
        plural(count, "statistic", "statistics")
    }

    fn filled(&self, known: usize, total: usize) -> String {
        format!("{known} of {total} facts are known")
    }

    fn distance(&self, kilometres: f64) -> String {
        format!("about {} km", separated(kilometres.round().max(1.0), 0))
    }

    fn median(&self, count: usize, counter: &str) -> String {
        format!("median of {count} {counter}")
    }

    fn together(&self, name: &str, count: usize, counter: &str) -> String {
        format!("{name} (from sums of {})", self.counted(count, counter))
    }

    fn list(&self, items: &[String]) -> String {
        items.join(", ")
    }

    fn facts(&self, items: &[String]) -> String {
        items.join(" · ")
    }

    fn range(&self, from: &str, to: &str) -> String {
        if from == to {
            from.to_owned()
        } else {
            format!("{from} – {to}")
        }
    }

    fn named(&self, name: &str, value: &str) -> String {
        format!("{name}, {value}")
    }

    fn holders(&self, names: &[String], counter: &str) -> String {
        match names {
            [first, second, _, ..] => {
                let all = self.counted(names.len(), counter);
                format!("{first}, {second} and others ({all})")
            }
            names => series(names),
        }
    }

    fn compare_title(&self, left: &str, right: &str) -> String {
        format!("{left} and {right} compared")
    }

    fn compare_description(&self, left: &str, right: &str, rows: usize) -> String {
        format!(
            "{left} and {right} side by side in {}.",
            plural(rows, "fact", "facts")
        )
    }

    fn compare_intro(&self, rows: usize) -> String {
        format!("Compared in {}.", plural(rows, "fact", "facts"))
    }

    fn compare_index_title(&self, collection: &str) -> String {
        format!("{collection} compared")
    }

    fn within(&self, what: &str, division: &str) -> String {
        format!("{what}: {division}")
    }

    fn indicators_title(&self, collection: &str) -> String {
        format!("{collection}: statistics")
    }

    fn indicator_description(&self, label: &str, period: &str, publisher: &str) -> String {
        format!("{label}: map, ranking and source. {publisher}, {period}.")
    }

    fn tag_title(&self, tag: &str) -> String {
        format!("Tag: {tag}")
    }

    fn tag_description(&self, tag: &str) -> String {
        format!("Articles and entries tagged {tag}.")
    }

    fn glossary_description(&self, site: &str, count: usize) -> String {
        let words = plural(count, "word", "words");
        format!("{words} that {site} uses, with their readings and meanings.")
    }

    fn record_description(&self, name: &str, collection: &str, facts: &str) -> String {
        if facts.is_empty() {
            format!("{name} ({collection}): facts and their sources.")
        } else {
            format!("{name} ({collection}): facts and their sources. {facts}.")
        }
    }

    fn citation(&self, site: &str, name: &str, url: &str, day: &str) -> String {
        format!("“{name}”, {site}, {day}, {url} (the file names the source of each value)")
    }

    fn difference(&self, name: &str, amount: &str, word: &str) -> String {
        format!("{name}: {amount} {word}")
    }

    fn equal(&self) -> String {
        "the same".to_owned()
    }

    fn ratio(&self, ratio: f64) -> String {
        format!("about {} times", ratio_number(ratio))
    }

    fn ratio_sentence(&self, sentence: &PairSentence<'_>, ratio: &str) -> String {
        let PairSentence {
            subject,
            left,
            right,
            greater,
        } = sentence;
        format!(
            "{subject}: {} in {} and {} in {}; {} has {ratio} the figure of {}.",
            left.1, left.0, right.1, right.0, greater.0, greater.1
        )
    }

    fn difference_sentence(&self, sentence: &PairSentence<'_>, amount: &str, word: &str) -> String {
        let PairSentence {
            subject,
            left,
            right,
            greater,
        } = sentence;
        format!(
            "{subject}: {} in {} and {} in {}; {} is {amount} {word}.",
            left.1, left.0, right.1, right.0, greater.0
        )
    }

    fn contrast_sentence(&self, sentence: &PairSentence<'_>) -> String {
        let PairSentence {
            subject,
            left,
            right,
            ..
        } = sentence;
        format!(
            "{subject}: {} for {}, {} for {}.",
            left.1, left.0, right.1, right.0
        )
    }

    fn overlap_sentence(&self, sentence: &OverlapSentence<'_>) -> String {
        let OverlapSentence {
            subject,
            names,
            common,
            left,
            right,
        } = sentence;
        let mut parts = Vec::new();
        if !common.is_empty() {
            parts.push(format!("both have {}", series(common)));
        }
        if !left.is_empty() {
            parts.push(format!("only {} has {}", names.0, series(left)));
        }
        if !right.is_empty() {
            parts.push(format!("only {} has {}", names.1, series(right)));
        }
        format!("{subject}: {}.", parts.join("; "))
    }

    fn no_difference(&self) -> String {
        "Where both are known, the two do not differ.".to_owned()
    }

    fn highlight(&self, highlight: &Highlight<'_>) -> String {
        let Highlight {
            subject,
            among,
            rank,
            word,
            value,
        } = highlight;
        let superlative = superlative(word);
        match rank {
            1 => format!("{subject}: {value}, the {superlative} of {among}."),
            rank => format!(
                "{subject}: {value}, {} {superlative} of {among}.",
                ordinal(*rank)
            ),
        }
    }

    fn indicator_summary(&self, summary: &IndicatorSummary<'_>) -> String {
        let IndicatorSummary {
            subject,
            more,
            less,
            greatest,
            least,
            national,
            ..
        } = summary;
        let mut sentence = format!(
            "{subject} is {} in {} ({}) and {} in {} ({}).",
            superlative(more),
            series(&greatest.0),
            greatest.1,
            superlative(less),
            series(&least.0),
            least.1
        );
        if let Some((name, value)) = national {
            sentence.push_str(&format!(" {name}: {value}."));
        }
        sentence
    }

    fn better(&self, word: &str) -> String {
        format!("Comparisons mark the side that is {word}.")
    }

    fn map_title(&self, label: &str) -> String {
        format!("Map: {label}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparatives_become_superlatives() {
        assert_eq!(superlative("higher"), "highest");
        assert_eq!(superlative("more"), "most");
        assert_eq!(English.rank("cheaper", 22, 47), "22nd cheapest of 47");
        assert_eq!(English.rank("more", 11, 47), "11th most of 47");
    }
}

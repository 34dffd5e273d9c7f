//! The kinds of values that every file uses: numbers, dates, addresses, choices.

use jiff::civil::Date;

use super::reader::{listed, separated};
use super::{Content, Reader, Scalar, Value, numbers};
use crate::diagnostic::{Code, Message, nearest};
use crate::parse::period::{Period, meant};
use crate::parse::target::{Target, TargetError, web_address};

/// What somebody meant by a word of another notation, such as that of YAML 1.1.
fn meant_boolean(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "はい" | "あり" | "有" | "有り" => Some(true),
        "false" | "no" | "n" | "off" | "いいえ" | "なし" | "無" | "無し" => Some(false),
        _ => None,
    }
}

/// Beyond this not every whole number has a form of its own.
pub(super) const GREATEST_NUMBER: f64 = 1e15;

impl Reader<'_> {
    /// A finite number.
    pub fn number(&mut self, value: &Value<'_>) -> Option<f64> {
        match value.scalar().and_then(Scalar::number) {
            Some(number) if number.abs() <= GREATEST_NUMBER => Some(number),
            Some(number) if number.is_finite() => {
                let message = Message::new(
                    format!("{number:e} は大きすぎます"),
                    format!("{number:e} is too large"),
                );
                let help = Message::new(
                    "単位を大きくします（千円、万人など）",
                    "use a larger unit, such as thousands",
                );
                self.problem_with_help(Code::OutOfRange, value, message, help);
                None
            }
            Some(_) => {
                self.problem_with_help(
                    Code::OutOfRange,
                    value,
                    Message::new(
                        "無限大や「数でない」値は使えません",
                        "infinity and not-a-number can't be used",
                    ),
                    Message::new(
                        "分からない値は `null` と書きます",
                        "a value that isn't known is `null`",
                    ),
                );
                None
            }
            None => {
                let word = value.word().unwrap_or_default();
                let help = match numbers::meant(word) {
                    Some(number) => Message::new(
                        format!("引用符、単位、桁区切りを付けずに `{number}` と書きます"),
                        format!("write `{number}`, without quotes, unit and thousands separators"),
                    ),
                    None if word.contains(|digit: char| digit.is_numeric()) => Message::new(
                        "半角の数字で、一つの数だけを書きます（`12000`）。幅や但し書きは `note` などに書きます",
                        "write a single number in half-width digits (`12000`); ranges and remarks belong into a note",
                    ),
                    None => Message::new(
                        "分からない値は `null` と書きます",
                        "a value that isn't known is `null`",
                    ),
                };
                self.wrong_type(value, ["数", "a number"], Some(help));
                None
            }
        }
    }

    /// A number within bounds, both included.
    pub fn number_within(&mut self, value: &Value<'_>, minimum: f64, maximum: f64) -> Option<f64> {
        let number = self.number(value)?;
        if (minimum..=maximum).contains(&number) {
            return Some(number);
        }
        let message = if minimum.is_infinite() {
            Message::new(
                format!("{number} は大きすぎます（{maximum} まで）"),
                format!("{number} is too large (at most {maximum})"),
            )
        } else if maximum.is_infinite() {
            Message::new(
                format!("{number} は小さすぎます（{minimum} から）"),
                format!("{number} is too small (at least {minimum})"),
            )
        } else {
            Message::new(
                format!("{number} は {minimum} から {maximum} の間にありません"),
                format!("{number} isn't between {minimum} and {maximum}"),
            )
        };
        self.problem(Code::OutOfRange, value, message);
        None
    }

    /// A whole number within bounds, both included; the bounds must be exact as `f64`.
    pub fn whole(&mut self, value: &Value<'_>, minimum: i64, maximum: i64) -> Option<i64> {
        let number = self.number_within(value, minimum as f64, maximum as f64)?;
        if number.fract() != 0.0 {
            self.wrong_type(value, ["整数", "a whole number"], None);
            return None;
        }
        Some(number as i64)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        let boolean = value.scalar().and_then(Scalar::boolean);
        if boolean.is_none() {
            let help = match meant_boolean(value.word().unwrap_or_default()) {
                Some(meant) => Message::new(
                    format!("引用符を付けずに `{meant}` と書きます"),
                    format!("write `{meant}`, without quotes"),
                ),
                None => Message::new(
                    "引用符を付けずに `true` か `false` と書きます",
                    "write `true` or `false`, without quotes",
                ),
            };
            self.wrong_type(value, ["真偽値", "true or false"], Some(help));
        }
        boolean
    }

    /// A day of the calendar.
    pub fn date(&mut self, value: &Value<'_>) -> Option<Date> {
        let word = value.word().unwrap_or_default();
        let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
        let shaped = word.len() == 10 && word.bytes().all(|byte| digits(&byte));
        let date = shaped.then(|| word.parse().ok()).flatten();
        if date.is_none() {
            let meant = meant::day(word).map(|day| day.to_string());
            self.impossible(value, word, shaped, "2026-11-21", meant);
        }
        date
    }

    /// A period, see [`Period`].
    pub fn period(&mut self, value: &Value<'_>) -> Option<Period> {
        let word = value.word().unwrap_or_default();
        let period = Period::parse(word);
        if period.is_none() {
            let digits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'/');
            let shaped = word.len() >= 7 && word.bytes().all(digits);
            self.impossible(
                value,
                word,
                shaped,
                "2024、FY2025、2025-10、2024-10-01、2020/2024、mean 1991/2020",
                meant::period(word).map(|period| period.to_string()),
            );
        }
        period
    }

    fn impossible(
        &mut self,
        value: &Value<'_>,
        word: &str,
        shaped: bool,
        examples: &str,
        meant: Option<String>,
    ) {
        let english = examples.replace('、', ", ");
        if matches!(value.node.content, Content::List(_) | Content::Mapping(_)) {
            let help = Message::new(
                format!("次の形で書きます: {examples}"),
                format!("write it in one of these forms: {english}"),
            );
            self.wrong_type(value, ["日付", "a date"], Some(help));
            return;
        }
        let message = if meant.is_some() && word.contains('/') && shaped {
            Message::new(
                format!("`{word}` は、終わりが始まりより前です"),
                format!("the end of `{word}` comes before its start"),
            )
        } else if shaped {
            Message::new(
                format!("`{word}` は暦にありません"),
                format!("`{word}` isn't in the calendar"),
            )
        } else if word.is_empty() {
            Message::new("日付がありません", "there is no date here")
        } else {
            Message::new(
                format!("`{word}` は日付として読めません"),
                format!("`{word}` can't be read as a date"),
            )
        };
        let help = match meant {
            Some(meant) => Message::new(
                format!("`{meant}` のことなら、そう書きます"),
                format!("if it means `{meant}`, write that"),
            ),
            None => Message::new(
                format!("次の形で書きます: {examples}"),
                format!("write it in one of these forms: {english}"),
            ),
        };
        self.problem_with_help(Code::ImpossibleDate, value, message, help);
    }

    /// A web address with `http` or `https`.
    pub fn url(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.string(value)?;
        self.accept(value, web_address(&text))
    }

    /// A link target.
    pub fn target(&mut self, value: &Value<'_>) -> Option<Target> {
        let text = self.string(value)?;
        self.accept(value, Target::parse(&text))
    }

    fn accept<T>(&mut self, value: &Value<'_>, result: Result<T, TargetError>) -> Option<T> {
        match result {
            Ok(accepted) => Some(accepted),
            Err(error) => {
                let place = self.place(value);
                self.report.add(error.at(place));
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, value: &Value<'_>, choices: &[(&str, T)]) -> Option<T> {
        let word = value.word().unwrap_or_default();
        let found = choices.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.unknown_choice(value, &names);
        }
        found.map(|(_, choice)| *choice)
    }

    /// Reports that a value is none of the choices, with the nearest one.
    pub fn unknown_choice<T: AsRef<str>>(&mut self, value: &Value<'_>, choices: &[T]) {
        let Some(word) = value.word() else {
            let names = listed(choices);
            let help = Message::new(format!("次のどれか: {names}"), format!("one of: {names}"));
            self.wrong_type(value, ["決まった語", "one of the choices"], Some(help));
            return;
        };
        let near = nearest(word, choices.iter().map(AsRef::as_ref));
        let help = match near {
            Some(near) => Message::new(
                format!("`{near}` のことですか"),
                format!("did you mean `{near}`?"),
            ),
            None if word.contains(['、', '，']) => separated(word),
            None if choices.is_empty() => Message::new(
                "ここに書けるものがまだありません",
                "nothing that could stand here exists yet",
            ),
            None => Message::new(
                format!("次のどれかを書きます: {}", listed(choices)),
                format!("write one of: {}", listed(choices)),
            ),
        };
        self.problem_with_help(
            Code::UnknownChoice,
            value,
            Message::new(
                format!("`{word}` という選択肢はありません"),
                format!("there is no choice `{word}`"),
            ),
            help,
        );
    }
}

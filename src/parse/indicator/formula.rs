//! `formula:` of a derived indicator: names of other indicators, numbers, + − × ÷ and brackets.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::diagnostic::{Code, Message};
use crate::parse::slug::is_slug;
use crate::parse::yaml::{Reader, Value};

/// The longest formula, in characters; it also bounds how deep its tree can be.
const LONGEST: usize = 400;

/// A formula over the indicators of the same collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The operation done last.
    pub root: Term,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A number.
    Number(f64),
    /// The id of an indicator.
    Indicator(String),
    /// Two parts and what is done with them.
    Operation(Box<Term>, Operation, Box<Term>),
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `−`, also written `-` between spaces.
    Subtract,
    /// `×`, also written `*`.
    Multiply,
    /// `÷`, also written `/`.
    Divide,
}

impl Operation {
    /// As readers see it.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '−',
            Self::Multiply => '×',
            Self::Divide => '÷',
        }
    }

    /// Whether it is done before + and −.
    pub fn binds(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }

    fn of(sign: char) -> Option<Self> {
        match sign {
            '+' | '＋' => Some(Self::Add),
            '-' | '−' | '－' => Some(Self::Subtract),
            '×' | '*' => Some(Self::Multiply),
            '÷' | '/' => Some(Self::Divide),
            _ => None,
        }
    }
}

impl Formula {
    /// The formula with ids of indicators, which reads as the same formula again.
    pub fn text(&self) -> String {
        let name = |term: &Term| match term {
            Term::Indicator(id) => id.clone(),
            Term::Number(number) => number.to_string(),
            Term::Operation(..) => String::new(),
        };
        self.root.spelled(&name, &|inner| format!("({inner})"))
    }
}

impl Term {
    /// The formula in characters: `name` gives indicators and numbers, `bracketed` puts brackets
    /// around what is done out of turn.
    pub fn spelled(
        &self,
        name: &impl Fn(&Term) -> String,
        bracketed: &impl Fn(&str) -> String,
    ) -> String {
        let Self::Operation(left, operation, right) = self else {
            return name(self);
        };
        let side = |term: &Term, after: bool| {
            let text = term.spelled(name, bracketed);
            let Term::Operation(_, inner, _) = term else {
                return text;
            };
            // What stands after a sign is done first only if it binds more than that sign.
            let brackets = if after {
                operation.binds() || !inner.binds()
            } else {
                operation.binds() && !inner.binds()
            };
            match brackets {
                true => bracketed(&text),
                false => text,
            }
        };
        let (left, right) = (side(left, false), side(right, true));
        format!("{left} {} {right}", operation.sign())
    }

    /// The ids of all indicators, in the order of the formula; one that stands in it twice twice.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.collect(&mut names);
        names
    }

    fn collect<'term>(&'term self, names: &mut Vec<&'term str>) {
        match self {
            Self::Number(_) => {}
            Self::Indicator(id) => names.push(id),
            Self::Operation(left, _, right) => {
                left.collect(names);
                right.collect(names);
            }
        }
    }

    /// The number that comes out, if `value` knows all that it needs and nothing is divided by 0.
    pub fn evaluate(&self, value: &impl Fn(&str) -> Option<f64>) -> Option<f64> {
        let result = match self {
            Self::Number(number) => *number,
            Self::Indicator(id) => value(id)?,
            Self::Operation(left, operation, right) => {
                let (left, right) = (left.evaluate(value)?, right.evaluate(value)?);
                match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => (right != 0.0).then(|| left / right)?,
                }
            }
        };
        result.is_finite().then_some(result)
    }
}

/// Why a formula can't be read.
enum Mistake {
    TooLong,
    Missing,
    Unexpected(String),
    OpenBracket,
}

/// Reads a formula; `bad-formula` if it isn't one.
pub(super) fn formula(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Formula> {
    let text = reader.string(value)?;
    match parse(&text) {
        Ok(root) => Some(Formula { root }),
        Err(mistake) => {
            let help = Message::new(
                "統計のid、数、+ − × ÷ と括弧で書きます。引き算の記号の前後には空白を入れます。例: `physicians ÷ population × 1000`",
                "write ids of indicators, numbers, + − × ÷ and brackets, with spaces around a minus sign, such as `physicians ÷ population × 1000`",
            );
            reader.problem_with_help(Code::BadFormula, value, said(&mistake), help);
            None
        }
    }
}

fn said(mistake: &Mistake) -> Message {
    match mistake {
        Mistake::TooLong => Message::new(
            format!("式は{LONGEST}文字までです"),
            format!("a formula has at most {LONGEST} characters"),
        ),
        Mistake::Missing => Message::new(
            "式に、計算する相手がありません",
            "the formula lacks what it reckons with",
        ),
        Mistake::Unexpected(word) => Message::new(
            format!("式の「{word}」が読めません"),
            format!("`{word}` can't stand there in a formula"),
        ),
        Mistake::OpenBracket => Message::new(
            "式の括弧が閉じていません",
            "a bracket of the formula is never closed",
        ),
    }
}

/// The formula that a text says.
fn parse(text: &str) -> Result<Term, Mistake> {
    if text.chars().count() > LONGEST {
        return Err(Mistake::TooLong);
    }
    let mut words = Words {
        text,
        rest: text.char_indices().peekable(),
    };
    let root = words.sum()?;
    match words.next_sign() {
        None => Ok(root),
        Some(sign) => {
            let word = words.word();
            let word = if word.is_empty() {
                sign.to_string()
            } else {
                word.to_owned()
            };
            Err(Mistake::Unexpected(word))
        }
    }
}

struct Words<'text> {
    text: &'text str,
    rest: Peekable<CharIndices<'text>>,
}

impl Words<'_> {
    /// The next character that isn't a space.
    fn next_sign(&mut self) -> Option<char> {
        while self
            .rest
            .next_if(|(_, next)| next.is_whitespace())
            .is_some()
        {}
        self.rest.peek().map(|(_, next)| *next)
    }

    fn operation(&mut self, binds: bool) -> Option<Operation> {
        let operation = self.next_sign().and_then(Operation::of)?;
        (operation.binds() == binds).then(|| {
            self.rest.next();
            operation
        })
    }

    fn sum(&mut self) -> Result<Term, Mistake> {
        let mut left = self.product()?;
        while let Some(operation) = self.operation(false) {
            let right = self.product()?;
            left = Term::Operation(Box::new(left), operation, Box::new(right));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Term, Mistake> {
        let mut left = self.single()?;
        while let Some(operation) = self.operation(true) {
            let right = self.single()?;
            left = Term::Operation(Box::new(left), operation, Box::new(right));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Term, Mistake> {
        let Some(first) = self.next_sign() else {
            return Err(Mistake::Missing);
        };
        if matches!(first, '(' | '（') {
            self.rest.next();
            let inner = self.sum()?;
            if !matches!(self.next_sign(), Some(')' | '）')) {
                return Err(Mistake::OpenBracket);
            }
            self.rest.next();
            return Ok(inner);
        }
        if Operation::of(first).is_some() || matches!(first, ')' | '）') {
            return Err(Mistake::Missing);
        }
        let word = self.word();
        if is_slug(word) && word.contains(|letter: char| letter.is_ascii_lowercase()) {
            return Ok(Term::Indicator(word.to_owned()));
        }
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = match word.split_once('.') {
            Some((whole, decimals)) => digits(whole) && digits(decimals),
            None => digits(word),
        };
        match word.parse() {
            Ok(number) if is_number => Ok(Term::Number(number)),
            _ => Err(Mistake::Unexpected(word.to_owned())),
        }
    }

    /// Up to the next space, bracket or sign; a hyphen joins the words of an id.
    fn word(&mut self) -> &str {
        let start = self.rest.peek().map_or(self.text.len(), |(at, _)| *at);
        let ends = |next: char| {
            next.is_whitespace()
                || matches!(next, '(' | ')' | '（' | '）')
                || (next != '-' && Operation::of(next).is_some())
        };
        while self.rest.next_if(|(_, next)| !ends(*next)).is_some() {}
        let end = self.rest.peek().map_or(self.text.len(), |(at, _)| *at);
        self.text.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Formula, Term, parse};

    fn value(text: &str) -> Option<f64> {
        let numbers = |id: &str| match id {
            "aged-65" => Some(3.0),
            "all" => Some(12.0),
            "none" => Some(0.0),
            _ => None,
        };
        parse(text).ok()?.evaluate(&numbers)
    }

    #[test]
    fn signs_bind_as_in_arithmetic() {
        assert_eq!(value("aged-65 ÷ all × 100"), Some(25.0));
        assert_eq!(value("1 + 2 * 3 − 4 / 2"), Some(5.0));
        assert_eq!(value("(1 + 2) × 3"), Some(9.0));
        assert_eq!(value("（all - aged-65）÷all"), Some(0.75));
        assert_eq!(value("10 − 2 − 3"), Some(5.0));
        assert_eq!(value("0.5×all"), Some(6.0));
    }

    #[test]
    fn a_formula_as_text_is_the_same_formula() {
        for (written, text) in [
            ("(aged-65)÷all*100", "aged-65 ÷ all × 100"),
            ("all - (aged-65 - none)", "all − (aged-65 − none)"),
            ("(all + none) * 0.5", "(all + none) × 0.5"),
            ("all / (aged-65 / none)", "all ÷ (aged-65 ÷ none)"),
            ("all + (none × 2)", "all + none × 2"),
        ] {
            let root = parse(written).ok();
            let formula = root.clone().map(|root| Formula { root });
            assert_eq!(formula.map(|formula| formula.text()).as_deref(), Some(text));
            assert_eq!(parse(text).ok(), root, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_or_divided_by_zero_has_no_value() {
        assert_eq!(value("all + missing"), None);
        assert_eq!(value("all ÷ none"), None);
        assert_eq!(value("all ÷ (1 − 1)"), None);
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for wrong in [
            "",
            "all ÷",
            "÷ all",
            "(all",
            "all)",
            "all all",
            "1,000 × all",
            "all ^ 2",
            ".5",
            "-all",
            "()",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&format!("1{}", " + 1".repeat(99))).is_ok());
    }

    #[test]
    fn names_stand_in_the_order_of_the_formula() {
        let formula = parse("(b − a) ÷ b").ok();
        let names = formula.as_ref().map(Term::names);
        assert_eq!(names, Some(vec!["b", "a", "b"]));
    }
}

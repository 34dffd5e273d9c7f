//! Which of a view's texts the templates look at, and don't merely print.
//!
//! A template may move a text about (`set`, arguments of components, lists that are gone through),
//! print it, ask whether there is one, join it or choose between two: what it prints then depends
//! on the text at those places alone where the text is printed. All else (comparing, filters,
//! tests, indexes, functions, arithmetic) looks at it. A tag that does so counts for every name in
//! it, and a name stands for all values that are ever given to it, in any template: more than is
//! true, never less. What can't be judged by its words makes the templates unfit.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::{Tag, Token, tags};

/// Filters that print the same for two texts, but for the texts.
const FILTERS: [&str; 4] = ["safe", "str", "join", "default"];

/// Tests that say the same of any two texts.
const TESTS: [&str; 6] = ["defined", "undefined", "none", "map", "bool", "array"];

/// Types that neither a text nor a number has.
const KEPT: [&str; 3] = ["map", "array", "bool"];

/// Tests that tell texts and numbers apart.
const TYPES: [&str; 5] = ["string", "number", "integer", "float", "iterable"];

/// What is no name in an expression.
const WORDS: [&str; 11] = [
    "not", "and", "or", "if", "elif", "else", "is", "in", "none", "None", "null",
];

/// The names of a view's fields that templates look at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::render) struct Looks {
    names: BTreeMap<String, Look>,
    /// Whether a name could be among them, by [`sieved`]; views have many more names.
    sieve: [u64; 4],
}

/// What of a field's value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// All that it holds, however deep.
    pub(super) whole: bool,
    /// The value itself if it is a text or a number: it is gone through like a list.
    pub(super) listed: bool,
    /// All fractions that it holds, however deep: texts and numbers are told apart.
    pub(super) typed: bool,
}

fn sieved(name: &str) -> (usize, u64) {
    let (first, last) = (name.bytes().next(), name.bytes().last());
    let mixed = name
        .len()
        .wrapping_mul(7)
        .wrapping_add(usize::from(first.unwrap_or(0)).wrapping_mul(31))
        .wrapping_add(usize::from(last.unwrap_or(0)));
    (mixed / 64 % 4, 1 << (mixed % 64))
}

impl Looks {
    /// Of all templates that could have a part in a page. `given` names what they are given: views
    /// that can't be looked at as a whole. `None` where that can't be judged.
    pub(super) fn of(templates: &[&str], given: &[&str]) -> Option<Self> {
        let mut uses = Uses::default();
        for template in templates {
            for tag in tags(template)? {
                uses.tag(&tag)?;
            }
        }
        let looks = uses.spread();
        let hidden = |name: &&str| {
            let look = looks.look(name);
            look.whole || look.listed
        };
        (!given.iter().chain(&RESULTS).any(hidden)).then_some(looks)
    }

    /// What templates look at of fields of this name.
    pub(super) fn look(&self, name: &str) -> Look {
        let (word, bit) = sieved(name);
        if self.sieve[word] & bit == 0 {
            return Look::default();
        }
        self.names.get(name).copied().unwrap_or_default()
    }
}

/// Names of what templates printed before: texts of the view in unknown order.
const RESULTS: [&str; 2] = ["body", CAPTURED];
const CAPTURED: &str = "a block that was set";

/// How names are used in all templates together.
#[derive(Default)]
struct Uses<'a> {
    /// Looked at.
    whole: BTreeSet<&'a str>,
    /// Gone through.
    listed: BTreeSet<&'a str>,
    /// Asked for their type.
    typed: BTreeSet<&'a str>,
    /// What names are given: all of it (`set`, arguments).
    given: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Arguments that are declared as lists or maps, so that no text can be given to them.
    lists: BTreeSet<&'a str>,
    /// Names that could be given anything.
    loose: BTreeSet<&'a str>,
    /// What names are given one by one (`for`).
    items: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Uses<'a> {
    /// Reads one tag; `None` where its words don't tell enough.
    fn tag(&mut self, tag: &Tag<'a>) -> Option<()> {
        let tokens = &*tag.tokens;
        if !tag.is_block {
            return match tokens {
                [Token::Sign("<"), Token::Word(_), ..] => self.call(tokens.get(1..)?),
                [Token::Word("super"), Token::Sign("("), Token::Sign(")")] => Some(()),
                [
                    Token::Word("super"),
                    Token::Sign("("),
                    Token::Sign(")"),
                    Token::Sign("|"),
                    Token::Word("safe"),
                ] => Some(()),
                _ => self.expression(tokens).map(drop),
            };
        }
        match tokens {
            [Token::Word("if" | "elif"), rest @ ..] => self.expression(rest).map(drop),
            [Token::Word("set" | "set_global"), Token::Word(name)] => {
                self.loose.insert(name);
                self.give(name, [CAPTURED].into());
                Some(())
            }
            [
                Token::Word("set" | "set_global"),
                Token::Word(name),
                Token::Sign("="),
                rest @ ..,
            ] => {
                let names = self.expression(rest)?;
                self.loose.insert(name);
                self.give(name, names);
                Some(())
            }
            [Token::Word("for"), rest @ ..] => self.list(rest),
            [Token::Sign("<"), rest @ ..] => self.call(rest),
            [Token::Sign("</"), ..] => Some(()),
            // What a component takes is what its calls give; defaults are no texts of a view.
            [Token::Word("component"), rest @ ..] => {
                for (position, token) in rest.iter().enumerate() {
                    match (token, rest.get(position + 1)) {
                        (Token::Sign("..."), _) => return None,
                        // Its type is declared, or that of its default.
                        (Token::Word(name), Some(Token::Sign(":" | "="))) => {
                            let kind = match rest.get(position + 2) {
                                Some(Token::Word(kind)) => *kind,
                                _ => "",
                            };
                            let is = |wanted: &&str| kind.eq_ignore_ascii_case(wanted);
                            if !KEPT.iter().any(is) {
                                self.typed.insert(name);
                            }
                            if ["array", "map"].iter().any(is) {
                                self.lists.insert(name);
                            } else {
                                self.loose.insert(name);
                            }
                        }
                        (Token::Word(name), Some(Token::Sign("," | ")"))) => {
                            self.loose.insert(name);
                        }
                        _ => {}
                    }
                }
                Some(())
            }
            // Which templates are reached is found by their names as they are written.
            [Token::Word("include" | "extends"), Token::Text(name)] => {
                (!name.contains('\\')).then_some(())
            }
            [
                Token::Word(
                    "else" | "endif" | "endfor" | "endset" | "block" | "endblock" | "endcomponent"
                    | "break" | "continue",
                ),
                ..,
            ] => Some(()),
            // Filters of whole passages, and what is not known.
            _ => None,
        }
    }

    /// `<name argument={expression} argument="text" argument />`, from the name on.
    fn call(&mut self, tokens: &[Token<'a>]) -> Option<()> {
        let mut left = tokens.get(1..)?;
        // The name can have several parts.
        while let [Token::Sign("."), Token::Word(_), rest @ ..] = left {
            left = rest;
        }
        loop {
            left = match left {
                [Token::Sign("/"), Token::Sign(">")] | [Token::Sign(">")] => return Some(()),
                [Token::Word(_), Token::Sign("="), Token::Text(_), rest @ ..] => rest,
                [
                    Token::Word(name),
                    Token::Sign("="),
                    Token::Sign("{"),
                    rest @ ..,
                ] => {
                    let (inside, rest) = until_closed(rest)?;
                    let names = self.expression(inside)?;
                    self.give(name, names);
                    rest
                }
                // Short for an argument of the same name.
                [Token::Word(_), rest @ ..] => rest,
                _ => return None,
            };
        }
    }

    /// `name in expression` or `key, name in expression`.
    fn list(&mut self, tokens: &[Token<'a>]) -> Option<()> {
        let (names, rest): (Vec<&'a str>, _) = match tokens {
            [Token::Word(name), Token::Word("in"), rest @ ..] => (vec![name], rest),
            [
                Token::Word(key),
                Token::Sign(","),
                Token::Word(name),
                Token::Word("in"),
                rest @ ..,
            ] => (vec![key, name], rest),
            _ => return None,
        };
        let of = self.expression(rest)?;
        self.listed.extend(&of);
        for name in names {
            self.loose.insert(name);
            self.items.entry(name).or_default().extend(&of);
        }
        Some(())
    }

    fn give(&mut self, name: &'a str, names: BTreeSet<&'a str>) {
        self.given.entry(name).or_default().extend(names);
    }

    /// The names that an expression's value may come from; all of them are looked at if it does
    /// more than to choose.
    fn expression(&mut self, tokens: &[Token<'a>]) -> Option<BTreeSet<&'a str>> {
        let mut names = BTreeSet::new();
        let mut looks = false;
        let mut typed = false;
        for (position, token) in tokens.iter().enumerate() {
            let next = tokens.get(position + 1);
            let before = |back: usize| position.checked_sub(back).and_then(|at| tokens.get(at));
            match token {
                Token::Word("super" | "__tera_context") => return None,
                Token::Word(word) => {
                    let test = before(1) == Some(&Token::Word("is"))
                        || (before(1) == Some(&Token::Word("not"))
                            && before(2) == Some(&Token::Word("is")));
                    let member = matches!(before(1), Some(Token::Sign("." | "?.")));
                    if test && *word == "not" {
                    } else if test {
                        typed |= TYPES.contains(word);
                        looks |= !TESTS.contains(word) && !TYPES.contains(word);
                    } else if before(1) == Some(&Token::Sign("|")) {
                        looks |= !FILTERS.contains(word);
                    } else if !member && *word == "in" {
                        looks = true;
                    } else if member || !WORDS.contains(word) {
                        looks |= next == Some(&Token::Sign("("));
                        if !matches!(next, Some(Token::Sign("." | "?."))) {
                            names.insert(*word);
                        }
                    }
                }
                Token::Text(_) | Token::Number => {}
                Token::Sign("." | "?." | "|" | "(" | ")" | "," | "=" | "~") => {}
                // Components within expressions print texts that nobody can name.
                Token::Sign("<")
                    if matches!(next, Some(Token::Word(_))) && starts_operand(before(1)) =>
                {
                    return None;
                }
                Token::Sign("</" | "...") => return None,
                Token::Sign(_) => looks = true,
            }
        }
        if typed {
            self.typed.extend(&names);
        }
        if looks {
            self.whole.extend(&names);
        }
        Some(names)
    }

    /// Follows names to what they are given.
    fn spread(self) -> Looks {
        let mut names: BTreeMap<String, Look> = BTreeMap::new();
        let whole = Look {
            whole: true,
            ..Look::default()
        };
        let listed = Look {
            listed: true,
            ..Look::default()
        };
        let typed = Look {
            typed: true,
            ..Look::default()
        };
        let mut left: Vec<(&str, Look)> = Vec::new();
        for (from, look) in [
            (self.whole, whole),
            (self.listed, listed),
            (self.typed, typed),
        ] {
            left.extend(from.into_iter().map(|name| (name, look)));
        }
        let of = |uses: &BTreeMap<_, BTreeSet<&'a str>>, name: &str| {
            uses.get(name).cloned().unwrap_or_default()
        };
        while let Some((name, look)) = left.pop() {
            let known = names.entry(name.to_owned()).or_default();
            let more = Look {
                whole: known.whole || look.whole,
                listed: known.listed || look.listed,
                typed: known.typed || look.typed,
            };
            if more == *known {
                continue;
            }
            *known = more;
            let is_list = self.lists.contains(name) && !self.loose.contains(name);
            if look.whole || look.typed || !is_list {
                let given = of(&self.given, name).into_iter();
                left.extend(given.map(|from| (from, look)));
            }
            // Items of a list that are looked at: the whole list counts.
            let list = if look.whole || look.listed {
                whole
            } else {
                typed
            };
            left.extend(of(&self.items, name).into_iter().map(|from| (from, list)));
        }
        let mut sieve = [0; 4];
        for name in names.keys() {
            let (word, bit) = sieved(name);
            sieve[word] |= bit;
        }
        Looks { names, sieve }
    }
}

/// Whether an operand, not an operator, stands after this token.
fn starts_operand(before: Option<&Token<'_>>) -> bool {
    match before {
        None => true,
        Some(Token::Word(word)) => {
            WORDS.contains(word) && !matches!(*word, "none" | "None" | "null")
        }
        Some(Token::Sign(sign)) => !matches!(*sign, ")" | "]" | "}"),
        Some(Token::Text(_) | Token::Number) => false,
    }
}

/// What stands before the brace that closes, and what after it.
fn until_closed<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(&'t [Token<'a>], &'t [Token<'a>])> {
    let mut depth = 0_usize;
    for (position, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign("{") => depth += 1,
            Token::Sign("}") if depth == 0 => {
                return Some((tokens.get(..position)?, tokens.get(position + 1..)?));
            }
            Token::Sign("}") => depth -= 1,
            _ => {}
        }
    }
    None
}

//! The kinds of words that every file uses: texts, strings, ids, readings.

use super::reader::{join, listed, separated};
use super::{Content, Reader, Scalar, Value};
use crate::diagnostic::{Code, Message};
use crate::parse::slug::{is_name, is_slug, suggest};
use crate::parse::text::{Language, Text, is_language_tag};

impl Reader<'_> {
    /// Words, plain or one per language. The site's first language must be among them.
    pub fn text(&mut self, value: &Value<'_>) -> Option<Text> {
        if !matches!(value.node.content, Content::Mapping(_)) {
            return self.string(value).map(|words| Text::plain(&words));
        }
        let mut words = Vec::new();
        for (tag, value) in self.entries(value) {
            if self.key_is_language(&value, tag)
                && !value.node.is_null()
                && let Some(word) = self.string(&value)
            {
                words.push((Language::new(tag), word));
            }
        }
        let first = self.languages.first()?;
        let Some((_, plain)) = words.iter().find(|(language, _)| language == first) else {
            let missing = Value {
                path: join(&value.path, first.as_str()),
                ..value.clone()
            };
            self.problem_with_help(
                Code::MissingField,
                &missing,
                Message::new(
                    format!("言語 `{first}` の言葉がありません"),
                    format!("the words in the language `{first}` are missing"),
                ),
                match words.iter().find(|(tag, _)| !self.languages.contains(tag)) {
                    Some((other, _)) => Message::new(
                        format!("`{other}` は `{first}` のことですか。サイトの最初の言語はいつも必要です: `{first}: …`"),
                        format!("is `{other}` meant to be `{first}`? The site's first language is always needed: add `{first}: …`"),
                    ),
                    None => Message::new(
                        format!("`{first}: …` を書き足します。サイトの最初の言語はいつも必要です"),
                        format!("add `{first}: …`; the site's first language is always needed"),
                    ),
                },
            );
            return None;
        };
        let text = Text::plain(plain);
        let others = words.iter().filter(|(language, _)| language != first);
        Some(others.fold(text, |text, (language, word)| {
            text.with(language.clone(), word)
        }))
    }

    /// Checks that a key is a language's tag; `unknown-key` at the key if it isn't.
    pub fn key_is_language(&mut self, value: &Value<'_>, tag: &str) -> bool {
        if is_language_tag(tag) {
            return true;
        }
        let tags: Vec<&str> = self.languages.iter().map(Language::as_str).collect();
        let tags = listed(&tags);
        let message = Message::new(
            format!("`{tag}` は言語の名前ではありません"),
            format!("`{tag}` isn't a language"),
        );
        let help = Message::new(
            format!("文字をそのまま書くか、言語ごとに書きます。サイトの言語: {tags}"),
            format!("write plain text, or one text for each language; the site's: {tags}"),
        );
        self.key_problem(Code::UnknownKey, value, message, Some(help));
        false
    }

    /// Words that are not empty and hold no control character except line breaks and tabs.
    pub fn string(&mut self, value: &Value<'_>) -> Option<String> {
        let scalar = self.string_scalar(value)?;
        let text = scalar.text.trim();
        if text.is_empty() {
            let help = Message::new(
                "言葉を書きます。分からない値なら、空の文字でなく `null` と書きます",
                "write the words; a value that isn't known is `null`, not an empty text",
            );
            self.wrong_type(value, ["言葉", "words"], Some(help));
            return None;
        }
        let control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        if text.chars().any(control) {
            self.problem_with_help(
                Code::WrongType,
                value,
                Message::new(
                    "目に見えない制御文字が入っています",
                    "there is an invisible control character in it",
                ),
                Message::new("その文字を消します", "remove that character"),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// Text exactly as it is written, also empty or with spaces around it.
    pub fn verbatim<'tree>(&mut self, value: &Value<'tree>) -> Option<&'tree str> {
        let scalar = self.string_scalar(value)?;
        Some(scalar.text.as_str())
    }

    /// A scalar that YAML reads as text.
    fn string_scalar<'tree>(&mut self, value: &Value<'tree>) -> Option<&'tree Scalar> {
        let scalar = value.scalar();
        let other = |scalar: &&Scalar| scalar.number().is_some() || scalar.boolean().is_some();
        match scalar {
            Some(scalar) if !other(&scalar) => Some(scalar),
            None if value.node.is_null() => {
                self.wrong_type(value, ["文字", "text"], None);
                None
            }
            None => {
                let help = text_of(value).map_or_else(
                    || {
                        Message::new(
                            "一つの文字として書きます。括弧や `: ` を含む文字は引用符で囲みます",
                            "write one text; a text that holds brackets or `: ` needs quotes",
                        )
                    },
                    |text| {
                        Message::new(
                            format!("`{text}` と、空白や括弧を入れずに書きます"),
                            format!("write `{text}`, without the space or brackets"),
                        )
                    },
                );
                self.wrong_type(value, ["文字", "text"], Some(help));
                None
            }
            Some(_) => {
                let help = scalar.map(|scalar| {
                    let quoted = format!("\"{}\"", scalar.text);
                    Message::new(
                        format!("文字として書くなら、引用符で囲みます: `{quoted}`"),
                        format!("if it is meant as text, put it in quotes: `{quoted}`"),
                    )
                });
                self.wrong_type(value, ["文字", "text"], help);
                None
            }
        }
    }

    /// An id: `a-z`, `0-9` and single hyphens inside.
    pub fn slug(&mut self, value: &Value<'_>) -> Option<String> {
        self.identifier(value, is_slug)
    }

    /// The key of a field or an option: an id that may also hold underscores.
    pub fn name(&mut self, value: &Value<'_>) -> Option<String> {
        self.identifier(value, is_name)
    }

    fn identifier(&mut self, value: &Value<'_>, fits: impl Fn(&str) -> bool) -> Option<String> {
        // A number may be an id, so its words are taken as they are written.
        let Some(word) = value.word() else {
            self.wrong_type(value, ["英数字の id", "an id"], None);
            return None;
        };
        if fits(word) {
            return Some(word.to_owned());
        }
        let (message, help) = bad_id(word);
        self.problem_with_help(Code::BadId, value, message, help);
        None
    }

    /// Checks that a key is an id; `bad-id` at the key if it isn't.
    pub fn key_is_name(&mut self, value: &Value<'_>, key: &str) -> bool {
        let fits = is_name(key);
        if !fits {
            self.bad_key(value, key);
        }
        fits
    }

    /// Reports that a key can't be an id.
    pub fn bad_key(&mut self, value: &Value<'_>, key: &str) {
        let (message, help) = bad_id(key);
        self.key_problem(Code::BadId, value, message, Some(help));
    }

    /// A reading: hiragana, `ー`, `・`, digits and spaces.
    pub fn reading(&mut self, value: &Value<'_>) -> Option<String> {
        let reading = self.string(value)?;
        let fits = |character: char| {
            matches!(
                character,
                'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | 'ー' | '・' | ' ' | '　'
            ) || character.is_ascii_digit()
        };
        if reading.chars().all(fits) {
            return Some(reading);
        }
        let hiragana: String = reading.chars().map(to_hiragana).collect();
        let help = if hiragana.chars().all(fits) {
            Message::new(
                format!("`{hiragana}` と書きます"),
                format!("write `{hiragana}`"),
            )
        } else {
            Message::new(
                "ひらがな、`ー`、`・`、数字で書きます。例: `ぎっとはぶ`",
                "write it in hiragana, `ー`, `・` and digits, such as `ぎっとはぶ`",
            )
        };
        self.problem_with_help(
            Code::BadReading,
            value,
            Message::new(
                format!("読み `{reading}` がひらがなではありません"),
                format!("the reading `{reading}` isn't hiragana"),
            ),
            help,
        );
        None
    }
}

/// The word that a mapping (`town: aoba`) or a list (`[aoba]`) of one was meant to be.
fn text_of(value: &Value<'_>) -> Option<String> {
    let word = |node: &super::Node| match &node.content {
        Content::Scalar(scalar) if scalar.text.len() < 80 => Some(scalar.text.clone()),
        _ => None,
    };
    match &value.node.content {
        Content::Mapping(entries) => match entries.as_slice() {
            [only] if is_slug(&only.key) => Some(format!("{}:{}", only.key, word(&only.value)?)),
            _ => None,
        },
        Content::List(items) => match items.as_slice() {
            [only] => word(only),
            _ => None,
        },
        Content::Scalar(_) => None,
    }
}

fn bad_id(word: &str) -> (Message, Message) {
    let message = Message::new(
        format!("`{word}` は id として使えません"),
        format!("`{word}` can't be an id"),
    );
    let rule = Message::new(
        "使えるのは半角の a-z、0-9 と、間の `-` だけです（URL になるため）",
        "an id has a-z, 0-9 and single `-` inside only, since it becomes a URL",
    );
    if word.contains(['、', '，']) {
        return (message, separated(word));
    }
    let help = match suggest(word) {
        Some(slug) => Message::new(
            format!("{}。例: `{slug}`", rule.ja),
            format!("{}; such as `{slug}`", rule.en),
        ),
        None => rule,
    };
    (message, help)
}

fn to_hiragana(character: char) -> char {
    match character {
        // Katakana stands 0x60 after hiragana, in the same order.
        'ァ'..='ヶ' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
        other => other,
    }
}

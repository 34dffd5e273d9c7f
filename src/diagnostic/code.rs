//! The stable names of all problems.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// What kind of problem a diagnostic is. The name never changes once published.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of their declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name that is printed and searched for, such as `unknown-key`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The whole page that explains it, `docs/problems/<name>.md`.
            pub(super) fn page_text(self) -> &'static str {
                match self {
                    $(Code::$variant => {
                        include_str!(concat!("../../docs/problems/", $name, ".md"))
                    })*
                }
            }

            /// Whether problems of this kind stop the build.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    NotUtf8 "not-utf8" Error "A text file isn't UTF-8.";
    FileTooLarge "file-too-large" Error "A file is larger than `limits` allows.";
    SkippedLink "skipped-link" Warning "A symbolic link was not followed.";
    BadFileName "bad-file-name" Error "A file name can't become a URL.";
    MissingFile "missing-file" Error "A file that must exist doesn't.";
    YamlSyntax "yaml-syntax" Error "A file isn't YAML.";
    YamlLimit "yaml-limit" Error "YAML is nested or aliased beyond the limit.";
    DuplicateKey "duplicate-key" Error "A mapping has a key twice.";
    UnknownKey "unknown-key" Error "A key that the schema doesn't know.";
    WrongType "wrong-type" Error "A value of another kind than the schema says.";
    MissingField "missing-field" Error "A required key is missing.";
    OutOfRange "out-of-range" Error "A number outside its range.";
    ImpossibleDate "impossible-date" Error "A date that isn't in the calendar or a malformed period.";
    UnknownChoice "unknown-choice" Error "A value that is none of the choices.";
    BadUrl "bad-url" Error "A web address that isn't one, or with a scheme other than http and https.";
    BadId "bad-id" Error "An id that isn't an ASCII slug.";
    BadReading "bad-reading" Error "A reading that isn't hiragana.";
    DuplicateId "duplicate-id" Error "Two things with one id.";
    EmptyFile "empty-file" Error "A file without content.";
    MissingReference "missing-reference" Error "A reference to something that doesn't exist.";
    UnknownRecord "unknown-record" Error "An indicator value for a record that doesn't exist.";
    MissingSource "missing-source" Error "A number without its source or period.";
    UnknownTag "unknown-tag" Error "A tag that `tags.yaml` doesn't have.";
    FrontMatter "open-front-matter" Error "Front matter that is missing or never closed.";
    DeadLink "dead-link" Error "A link to something that doesn't exist.";
    DeadAnchor "dead-anchor" Error "A link to a heading that doesn't exist.";
    DuplicateAnchor "duplicate-anchor" Error "Two headings of a page with one id.";
    BadTarget "bad-target" Error "A link target that isn't written as one.";
    UnsafeLink "unsafe-link" Error "A link with a scheme that isn't allowed.";
    UnknownValue "unknown-value" Error "A live value that doesn't exist.";
    MissingImage "missing-image" Error "An image that doesn't exist or can't be read.";
    MissingAlt "missing-alt" Error "An image without alternative text.";
    RawHtml "raw-html" Error "Raw HTML that isn't on the allow-list.";
    HeadingLevel "heading-level" Warning "A heading of level 1 in the text, or a level left out.";
    UnpairedEmphasis "unpaired-emphasis" Warning "Asterisks that stayed as they are.";
    OutputConflict "output-conflict" Error "Two pages or files on one path.";
    Template "template" Error "A template that can't be parsed or rendered.";
    MissingLabel "missing-label" Error "A label that a language of the site lacks.";
    PastReview "past-review" Warning "A fact past its review date.";
    DeadExternalLink "dead-external-link" Warning "A link to another site that leads nowhere.";
    MovedExternalLink "moved-external-link" Warning "A link to another site that has a new address.";
    EndedRecord "ended-record" Warning "A record that is over but shown as open.";
    UndatedSource "undated-source" Warning "A source of which nobody has looked for the date.";
    UndatedFact "undated-fact" Warning "A price or a status that no dated source gives.";
    DuplicateRecord "duplicate-record" Warning "Two records that seem to be the same thing.";
    MissingValue "missing-value" Warning "An indicator that leaves records out.";
    Outlier "outlier" Warning "A number far from its indicator's others, as after a slipped digit.";
    UnlinkedArticle "unlinked-article" Warning "An article that no text links to.";
    RedirectedLink "redirected-link" Warning "A link to a former address.";
    BareUrl "bare-url" Warning "A web address in a text that is no link.";
    LargeImage "large-image" Warning "An image file that is larger than readers should load.";
    UnusedImage "unused-image" Warning "An image that no text shows.";
    MissingTags "missing-tags" Warning "An article without tags.";
    LongTitle "long-title" Warning "A title too long for lists and search results.";
    LoneFootnote "lone-footnote" Warning "A footnote's mark without its text, or its text without a mark.";
    BrokenLink "broken-link" Warning "Brackets that were meant as a link and are shown as they are.";
    CutOffText "cut-off-text" Warning "Words whose rest YAML takes for a comment.";
    FullWidthLetters "full-width-letters" Warning "Digits or letters in full width.";
    HalfWidthKana "half-width-kana" Warning "Katakana in half width.";
    HalfWidthBrackets "half-width-brackets" Warning "Half-width brackets around Japanese words.";
    UnbalancedBrackets "unbalanced-brackets" Warning "A Japanese bracket without its other half.";
    MixedStyle "mixed-style" Warning "です・ます and である in one text.";
    DoubledParticle "doubled-particle" Warning "A particle that stands twice.";
    LongSentence "long-sentence" Warning "A sentence of more than 120 characters.";
    ManyCommas "many-commas" Warning "A sentence that commas cut too often.";
    Spelling "spelling" Warning "A word that `style.yaml` spells differently.";
    TrailingSpace "trailing-space" Warning "Spaces at the end of a line.";
    HeadingSpace "heading-space" Warning "A heading whose marks aren't followed by a space.";
    BadAllow "bad-allow" Warning "A comment that can't allow what it says.";
    UnusedAllow "unused-allow" Warning "A comment that allows what isn't there.";
}

impl Code {
    /// The code of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

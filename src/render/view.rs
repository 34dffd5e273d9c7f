//! What templates get: finished, typed views. `themes/README.md` documents them for theme authors.
//!
//! Every text is ready to be shown: numbers are formatted, sentences made, links relative to
//! the page. Fields that end in `_html` hold finished HTML and are printed with `| safe`;
//! everything else is plain text that templates escape. An `Option` is `null` when absent.

mod articles;
mod compare;
mod glossary;
mod home;
mod indicators;
mod listed;
mod records;
mod search;
mod shell;

pub use articles::*;
pub use compare::*;
pub use glossary::*;
pub use home::*;
pub use indicators::*;
pub use listed::*;
pub use records::*;
pub use search::*;
pub use shell::*;

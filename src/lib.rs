//! shirube turns Markdown articles and YAML data about places into a static guide.
//!
//! The way of data, one module a stage; a module uses only those before it:
//!
//! ```text
//! fingerprint  what something is made of, in 128 bits
//! diagnostic   a problem in content as a value; Report collects them
//! japanese     rules of the Japanese language that no library has
//! load         disk → Sources
//! parse        Sources → documents and records, one file at a time
//! plan         → Guide + Routes: everything that needs more than one file
//! render       Route → bytes
//! review       Guide → Report: editorial checks
//! scaffold     answers → a new file of content
//! schema       what may stand in the files → JSON Schemas for editors
//! search       Guide → the files of the search index
//! write        Routes → output folder
//! pipeline     all stages in their order
//! ```
//!
//! `load` and `write` alone touch files and return errors; problems in content
//! go into a [`diagnostic::Report`], so that one run shows all of them.

pub mod diagnostic;
pub mod fingerprint;
pub mod japanese;
pub mod load;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod search;
pub mod write;

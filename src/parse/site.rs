//! `site.yaml` and the map's shapes.

use crate::load::{self, SourcePath};
use crate::parse::target::Target;
use crate::parse::text::{Language, Text};

mod keys;
mod map;
mod paths;
mod read;
mod shapes;
#[cfg(test)]
mod tests;

pub(crate) use keys::SITE;
pub(crate) use paths::site_path;
pub use read::parse;
pub use shapes::parse_shapes;

/// The guide's settings.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.yaml` itself, for diagnostics.
    pub file: SourcePath,
    /// The guide's name.
    pub title: Text,
    /// One line below the title of the home page.
    pub tagline: Text,
    /// For search engines.
    pub description: Text,
    /// Where the guide is published; ends with `/`.
    pub base_url: String,
    /// At least one; the first one lives at `/`.
    pub languages: Vec<Language>,
    /// The theme's folder name in `themes/`.
    pub theme: String,
    /// Ids of collections in the readers' order.
    pub collections: Vec<String>,
    /// The header's links.
    pub navigation: Vec<NavigationItem>,
    /// Whether there is a search.
    pub search: bool,
    /// Where contributors edit and report.
    pub repository: Repository,
    /// Old path (starts with `/`) and where it leads now.
    pub redirects: Vec<(String, RedirectTarget)>,
    /// How maps are drawn.
    pub map: Option<MapSettings>,
    /// Further credits for `/about/data/`.
    pub licences: Vec<Licence>,
    /// How the output is written.
    pub output: Output,
    /// What is too large.
    pub limits: Limits,
}

/// One link of the header.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    /// Its words.
    pub label: Text,
    /// Where it leads.
    pub to: Target,
}

/// Where a redirect leads.
#[derive(Clone, Debug)]
pub enum RedirectTarget {
    /// A path of the site, starting with `/`.
    Path(String),
    /// A link target.
    Target(Target),
}

/// Address patterns of the code host; `None` shows no link.
#[derive(Clone, Debug, Default)]
pub struct Repository {
    /// With `{path}`.
    pub edit: Option<String>,
    /// With `{title}`.
    pub report: Option<String>,
}

/// How maps are drawn.
#[derive(Clone, Debug)]
pub struct MapSettings {
    /// The collection whose records the shapes are.
    pub collection: String,
    /// Below `content/`.
    pub file: SourcePath,
    /// The GeoJSON property that holds a record's id.
    pub property: String,
    /// What is drawn in a frame of its own.
    pub inset: Option<Bounds>,
    /// Shown beside every map.
    pub credit: Text,
    /// The map data's page.
    pub url: Option<String>,
    /// The map data's licence.
    pub licence: String,
    /// The licence's page.
    pub licence_url: Option<String>,
}

/// Degrees of longitude and latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Western longitude.
    pub west: f64,
    /// Southern latitude.
    pub south: f64,
    /// Eastern longitude.
    pub east: f64,
    /// Northern latitude.
    pub north: f64,
}

/// A credit for `/about/data/`.
#[derive(Clone, Debug)]
pub struct Licence {
    /// What it is for.
    pub name: Text,
    /// Where the material comes from.
    pub url: Option<String>,
    /// The licence's name.
    pub licence: Text,
    /// The licence's page.
    pub licence_url: Option<String>,
    /// Anything else that must be said.
    pub note: Option<Text>,
}

/// How the output is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Output {
    /// Whether the whole folder is exchanged in one step.
    pub atomic: bool,
}

/// What is too large, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of a text file.
    pub file_bytes: u64,
    /// Of an image.
    pub image_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: load::FILE_BYTES,
            image_bytes: load::IMAGE_BYTES,
        }
    }
}

/// The outlines of a collection's records, from GeoJSON.
#[derive(Clone, Debug)]
pub struct Shapes {
    /// A record's id and its rings, in the file's order.
    pub records: Vec<(String, Rings)>,
}

/// Closed rings of (longitude, latitude) in degrees, outlines and holes alike.
pub type Rings = Vec<Vec<(f64, f64)>>;

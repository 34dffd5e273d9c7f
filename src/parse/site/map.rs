//! Reads `map:` of `site.yaml`.

use crate::diagnostic::{Code, Message};
use crate::load::SourcePath;
use crate::parse::site::{Bounds, MapSettings};
use crate::parse::slug::is_slug;
use crate::parse::yaml::{Reader, Value};

/// How maps are drawn.
pub(super) fn map(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<MapSettings> {
    let mut keys = reader.keys(value)?;
    let collection = keys.required(reader, "collection", Reader::slug);
    let file = keys.required(reader, "file", map_file);
    let property = keys.required(reader, "property", Reader::string);
    let inset = keys.optional(reader, "inset", bounds);
    let credit = keys.required(reader, "credit", Reader::text);
    let url = keys.optional(reader, "url", Reader::url);
    let licence = keys.required(reader, "licence", Reader::string);
    let licence_url = keys.optional(reader, "licence_url", Reader::url);
    keys.finish(reader);
    Some(MapSettings {
        collection: collection?,
        file: file?,
        property: property?,
        inset,
        credit: credit?,
        url,
        licence: licence?,
        licence_url,
    })
}

fn map_file(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<SourcePath> {
    let path = reader.string(value)?;
    let stem = path.strip_suffix(".geojson");
    if stem.is_some_and(|stem| stem.split('/').all(is_slug)) {
        return Some(SourcePath::new(&format!("content/{path}")));
    }
    let message = Message::new(
        format!("`{path}` は content/ の中の GeoJSON ファイルではありません"),
        format!("`{path}` isn't a GeoJSON file in content/"),
    );
    let help = Message::new(
        "例: `maps/japan-prefectures.geojson`",
        "such as `maps/japan-prefectures.geojson`",
    );
    reader.problem_with_help(Code::BadFileName, value, message, help);
    None
}

fn bounds(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Bounds> {
    let mut keys = reader.keys(value)?;
    let longitude =
        |reader: &mut Reader<'_>, value: &Value<'_>| reader.number_within(value, -180.0, 180.0);
    let latitude =
        |reader: &mut Reader<'_>, value: &Value<'_>| reader.number_within(value, -90.0, 90.0);
    let west = keys.required(reader, "west", longitude);
    let south = keys.required(reader, "south", latitude);
    let east = keys.required(reader, "east", longitude);
    let north = keys.required(reader, "north", latitude);
    keys.finish(reader);
    let bounds = Bounds {
        west: west?,
        south: south?,
        east: east?,
        north: north?,
    };
    if bounds.west >= bounds.east || bounds.south >= bounds.north {
        let message = Message::new(
            "枠の西と東、または南と北が逆です",
            "west and east, or south and north, are the wrong way round",
        );
        reader.problem(Code::OutOfRange, value, message);
        return None;
    }
    Some(bounds)
}

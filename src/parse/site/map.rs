//! Reads `map:` of `site.yaml`.

use crate::diagnostic::{Code, Message};
use crate::load::SourcePath;
use crate::parse::site::{Bounds, MapSettings};
use crate::parse::slug::is_slug;
use crate::parse::text::Text;
use crate::parse::yaml::declared::{declare, mapping_of};
use crate::parse::yaml::kinds::{SLUG, STRING, TEXT, URL, number_within};
use crate::parse::yaml::{Kind, Reader, Shape, Value};

declare! {
    /// The keys of `map:`.
    pub(super) static MAP: MapKeys = {
        collection: Required String = SLUG, "図形が表すレコードのコレクション", "The collection whose records the shapes are";
        file: Required SourcePath = MAP_FILE, "`content/` の中のGeoJSONファイル", "A GeoJSON file below `content/`";
        property: Required String = STRING, "図形の属性のうち、レコードのidが入っているもの", "The shapes' property that holds a record's id";
        inset: Optional Bounds = mapping_of!(BOUNDS, bounds), "離れた地域を別の枠に描く範囲", "What is drawn in a frame of its own";
        credit: Required Text = TEXT, "すべての地図に添える、出典の表示", "The credit beside every map";
        url: Optional String = URL, "地図データのページ", "The map data's page";
        licence: Required String = STRING, "地図データのライセンス", "The map data's licence";
        licence_url: Optional String = URL, "ライセンスのページ", "The licence's page";
    }
}

declare! {
    /// The keys of `inset:`, in degrees.
    static BOUNDS: BoundsKeys = {
        west: Required f64 = number_within::<-180, 180>(), "西の端の経度", "The western longitude";
        south: Required f64 = number_within::<-90, 90>(), "南の端の緯度", "The southern latitude";
        east: Required f64 = number_within::<-180, 180>(), "東の端の経度", "The eastern longitude";
        north: Required f64 = number_within::<-90, 90>(), "北の端の緯度", "The northern latitude";
    }
}

const MAP_FILE: Kind<SourcePath> = Kind {
    shape: || Shape::MapFile,
    read: |reader, value| map_file(reader, value),
};

/// How maps are drawn.
pub(super) fn map(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<MapSettings> {
    let mut keys = reader.keys(value)?;
    let collection = keys.read(reader, &MAP.collection);
    let file = keys.read(reader, &MAP.file);
    let property = keys.read(reader, &MAP.property);
    let inset = keys.read(reader, &MAP.inset);
    let credit = keys.read(reader, &MAP.credit);
    let url = keys.read(reader, &MAP.url);
    let licence = keys.read(reader, &MAP.licence);
    let licence_url = keys.read(reader, &MAP.licence_url);
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
    let west = keys.read(reader, &BOUNDS.west);
    let south = keys.read(reader, &BOUNDS.south);
    let east = keys.read(reader, &BOUNDS.east);
    let north = keys.read(reader, &BOUNDS.north);
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

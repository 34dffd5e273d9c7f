//! GeoJSON → the outlines of a collection's records.

use std::collections::BTreeSet;
use std::ops::Range;

use geojson::{Feature, FeatureCollection, GeometryValue, JsonValue, PolygonType};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::site::{Rings, Shapes};
use crate::parse::slug::is_slug;
use crate::parse::yaml::utf8;

/// Positions that a ring needs: three corners, and the first again.
const FEWEST_POSITIONS: usize = 4;

/// Reads the outlines. Features with problems are left out, all of them reported.
pub fn parse_shapes(
    file: &SourcePath,
    bytes: &[u8],
    property: &str,
    report: &mut Report,
) -> Option<Shapes> {
    let (text, offset) = utf8(file, bytes, report)?;
    let collection = match text.parse::<FeatureCollection>() {
        Ok(collection) => collection,
        Err(error) => {
            report.add(broken(file, text, offset, &error));
            return None;
        }
    };
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    for (index, feature) in collection.features.iter().enumerate() {
        match shape(feature, property) {
            Ok((id, rings)) if seen.insert(id.clone()) => records.push((id, rings)),
            Ok((id, _)) => report.add(problem(
                file,
                index,
                Problem {
                    code: Code::DuplicateId,
                    key: "properties",
                    message: Message::new(
                        format!("`{id}` の図形が二つあります"),
                        format!("there are two shapes of `{id}`"),
                    ),
                },
            )),
            Err(found) => report.add(problem(file, index, found)),
        }
    }
    Some(Shapes { records })
}

/// What is wrong with one feature.
struct Problem {
    code: Code,
    /// The part of the feature.
    key: &'static str,
    message: Message,
}

fn problem(file: &SourcePath, index: usize, problem: Problem) -> Diagnostic {
    let place = Place::field(file, format!("features[{index}].{}", problem.key));
    Diagnostic::new(problem.code, place, problem.message)
}

fn shape(feature: &Feature, property: &str) -> Result<(String, Rings), Problem> {
    let id = match feature.property(property) {
        Some(JsonValue::String(id)) if is_slug(id) => id.clone(),
        Some(other) => {
            return Err(Problem {
                code: Code::BadId,
                key: "properties",
                message: Message::new(
                    format!("`{property}` の値 {other} は id ではありません"),
                    format!("the value {other} of `{property}` isn't an id"),
                ),
            });
        }
        None => {
            return Err(Problem {
                code: Code::MissingField,
                key: "properties",
                message: Message::new(
                    format!("図形に `{property}`（レコードの id）がありません"),
                    format!("the shape lacks `{property}`, a record's id"),
                ),
            });
        }
    };
    let geometry = feature.geometry.as_ref().map(|geometry| &geometry.value);
    let polygons: Vec<&PolygonType> = match geometry {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.iter().collect(),
        _ => {
            return Err(Problem {
                code: Code::WrongType,
                key: "geometry",
                message: Message::new(
                    format!("`{id}` の図形が面（Polygon か MultiPolygon）ではありません"),
                    format!("the shape of `{id}` is neither a Polygon nor a MultiPolygon"),
                ),
            });
        }
    };
    let rings = polygons
        .into_iter()
        .flatten()
        .map(|ring| {
            let positions = ring.iter().map(|position| match position.as_slice() {
                [longitude, latitude, ..] => (*longitude, *latitude),
                _ => (f64::NAN, f64::NAN),
            });
            positions.collect::<Vec<(f64, f64)>>()
        })
        .collect::<Rings>();
    check_rings(&id, &rings)?;
    Ok((id, rings))
}

fn check_rings(id: &str, rings: &Rings) -> Result<(), Problem> {
    let message = if rings.is_empty() {
        Some(["図形が空です", "is empty"])
    } else if rings.iter().any(|ring| ring.len() < FEWEST_POSITIONS) {
        Some([
            "輪郭の点が足りません（4点から）",
            "has an outline of fewer than 4 positions",
        ])
    } else if rings.iter().any(|ring| ring.first() != ring.last()) {
        Some(["輪郭が閉じていません", "has an outline that isn't closed"])
    } else if !rings.iter().flatten().all(on_earth) {
        Some([
            "経度が -180〜180、緯度が -90〜90 の外にある点があります",
            "has a position outside -180 to 180 east and -90 to 90 north",
        ])
    } else {
        None
    };
    match message {
        None => Ok(()),
        Some([ja, en]) => Err(Problem {
            code: Code::OutOfRange,
            key: "geometry",
            message: Message::new(format!("`{id}`: {ja}"), format!("the shape of `{id}` {en}")),
        }),
    }
}

fn on_earth((longitude, latitude): &(f64, f64)) -> bool {
    (-180.0..=180.0).contains(longitude) && (-90.0..=90.0).contains(latitude)
}

fn broken(file: &SourcePath, text: &str, offset: usize, error: &geojson::Error) -> Diagnostic {
    let place = match error {
        geojson::Error::MalformedGeoJson(error) if error.line() > 0 => {
            let span = position(text, error.line(), error.column());
            Place::span(file, span.start + offset..span.end + offset)
        }
        _ => Place::file(file),
    };
    let message = Message::new(
        format!("GeoJSON として読めません（{error}）"),
        format!("this isn't GeoJSON ({error})"),
    );
    Diagnostic::new(Code::YamlSyntax, place, message).with_help(Message::new(
        "種類が FeatureCollection の GeoJSON を、ほかの道具で書き出し直します",
        "export it again as GeoJSON of the type FeatureCollection",
    ))
}

/// The character at a line (from 1) and column (bytes, from 1), as `serde_json` counts them.
fn position(text: &str, line: usize, column: usize) -> Range<usize> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let mut byte = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let character = text.get(byte..).and_then(|rest| rest.chars().next());
    byte..byte + character.map_or(0, char::len_utf8)
}

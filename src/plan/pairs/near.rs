//! The nearest records of each: all are looked at, so what is done for each must be little.

use rayon::prelude::*;

use crate::parse::collection::FieldKind;
use crate::plan::geometry::{EARTH_RADIUS, kilometres};
use crate::plan::guide::CollectionPlan;

/// A record's place in degrees, and on a ball of radius 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    place: (f64, f64),
    vector: [f64; 3],
}

impl Point {
    fn new(place: (f64, f64)) -> Self {
        let (lat, lon) = (place.0.to_radians(), place.1.to_radians());
        let vector = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
        Self { place, vector }
    }

    /// The square of the straight line through the ball. It grows with the distance and takes no
    /// trigonometry.
    pub(super) fn chord(&self, other: &Self) -> f64 {
        let along = |axis: usize| self.vector[axis] - other.vector[axis];
        (0..3).map(|axis| along(axis) * along(axis)).sum()
    }

    /// Along the globe.
    pub(super) fn kilometres(&self, other: &Self) -> f64 {
        kilometres(self.place, other.place)
    }
}

/// A bound for [`Point::chord`] of places that lie within a distance; a little more than exact,
/// so that what passes must still be measured.
pub(super) fn chord_within(kilometres: f64) -> f64 {
    let half = (kilometres / EARTH_RADIUS / 2.0).min(std::f64::consts::FRAC_PI_2);
    let chord = 2.0 * half.sin();
    chord * chord * 1.000_001 + 1e-12
}

/// Where each record is, if its collection has places.
pub(super) fn points(collection: &CollectionPlan) -> Vec<Option<Point>> {
    let is_place = |kind: &FieldKind| *kind == FieldKind::Place;
    if !collection.fields.iter().any(|field| is_place(&field.kind)) {
        return Vec::new();
    }
    let place = |record| collection.place(record).map(Point::new);
    collection.records.iter().map(place).collect()
}

/// The least few of what is in no order, in order.
pub(super) fn least<T>(
    mut entries: Vec<T>,
    count: usize,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) -> Vec<T> {
    if count == 0 {
        return Vec::new();
    }
    if entries.len() > count {
        entries.select_nth_unstable_by(count - 1, &order);
        entries.truncate(count);
    }
    entries.sort_by(order);
    entries
}

/// For each record the others by distance, nearest first, ties by id: as many as its page names.
pub(super) fn nearest(
    collection: &CollectionPlan,
    points: &[Option<Point>],
) -> Vec<Vec<(usize, f64)>> {
    let id = |position: usize| &collection.records[position].id;
    let of = |record: usize| {
        let Some(point) = &points[record] else {
            return Vec::new();
        };
        let others = points
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != record);
        let others =
            others.filter_map(|(other, there)| Some((other, point.chord(there.as_ref()?))));
        let nearest = least(others.collect(), collection.page.near, |left, right| {
            left.1
                .total_cmp(&right.1)
                .then_with(|| id(left.0).cmp(id(right.0)))
                .then_with(|| left.0.cmp(&right.0))
        });
        let measured = nearest.into_iter().filter_map(|(other, _)| {
            let there = points[other].as_ref()?;
            Some((other, point.kilometres(there)))
        });
        measured.collect()
    };
    (0..points.len()).into_par_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::{Point, chord_within, least};

    #[test]
    fn chords_order_places_as_distances_do_and_bounds_hold() {
        let sapporo = Point::new((43.06417, 141.34694));
        let places = [
            (43.06, 141.35),
            (35.69, 139.69),
            (26.21, 127.68),
            (43.2, 141.0),
            (-33.9, 18.4),
        ];
        let mut places: Vec<Point> = places.into_iter().map(Point::new).collect();
        places.sort_by(|left, right| sapporo.chord(left).total_cmp(&sapporo.chord(right)));
        let distances: Vec<f64> = places
            .iter()
            .map(|place| sapporo.kilometres(place))
            .collect();
        assert!(distances.is_sorted(), "{distances:?}");
        for (place, distance) in places.iter().zip(distances) {
            assert!(sapporo.chord(place) <= chord_within(distance));
            assert!(sapporo.chord(place) > chord_within(distance * 0.99));
        }
    }

    #[test]
    fn the_least_few_come_in_order() {
        assert_eq!(least(vec![5, 1, 4, 2, 3], 3, i32::cmp), [1, 2, 3]);
        assert_eq!(least(vec![2, 1], 3, i32::cmp), [1, 2]);
        assert!(least(vec![2, 1], 0, i32::cmp).is_empty());
    }
}

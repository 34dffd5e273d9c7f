//! Distances on the globe.

/// Of the earth, in kilometres.
pub const EARTH_RADIUS: f64 = 6371.0;

/// Straight distance in kilometres between two places given as (latitude, longitude) in degrees,
/// on a sphere of 6,371 km.
pub fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (from_lat, to_lat) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((to_lat - from_lat) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + from_lat.cos() * to_lat.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::kilometres;

    #[test]
    fn sapporo_to_tokyo_is_about_832_km() {
        let distance = kilometres((43.06417, 141.34694), (35.68944, 139.69167));
        assert!((830.0..834.0).contains(&distance), "{distance}");
    }
}

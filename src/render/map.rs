//! Maps and distributions as inline SVG. Colours are the theme's: shapes carry classes only.

use std::fmt::Write;
use std::sync::OnceLock;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::site::{Bounds, Shapes};
use crate::plan::Guide;
use crate::plan::route::Page;
use crate::plan::statistics::Statistics;
use crate::render::page::{PageContext, escaped};

/// Steps of the colour ramp, from the least to the greatest.
pub(super) const STEPS: usize = 7;
/// Width of the drawing in its own units; coordinates are whole numbers.
const WIDTH: f64 = 1000.0;
/// Space around the drawing and inside the inset's frame.
const MARGIN: f64 = 8.0;
/// Width of the inset's frame.
const INSET_WIDTH: f64 = 360.0;

/// The outlines of a collection's records, ready to be coloured.
pub(super) struct Outlines {
    collection: usize,
    /// Record and its path data.
    paths: Vec<(usize, String)>,
    height: f64,
    /// The inset's frame: x, y, width, height.
    frame: Option<(f64, f64, f64, f64)>,
    print: OnceLock<Fingerprint>,
}

type Ring = Vec<(f64, f64)>;

impl Outlines {
    /// Projects the shapes once for all maps; `None` where no shape belongs to a record.
    pub(super) fn new(guide: &Guide, shapes: &Shapes) -> Option<Self> {
        let settings = guide.site.map.as_ref()?;
        let collection = guide.collection(&settings.collection)?;
        let inside = |ring: &Ring| settings.inset.is_some_and(|inset| lies_in(ring, inset));
        let mut mainland: Vec<(usize, Vec<&Ring>)> = Vec::new();
        let mut islands: Vec<(usize, Vec<&Ring>)> = Vec::new();
        for (id, rings) in &shapes.records {
            let Some(record) = guide.record(collection, id) else {
                continue;
            };
            let (inset, main): (Vec<&Ring>, Vec<&Ring>) =
                rings.iter().partition(|ring| inside(ring));
            mainland.push((record, main));
            islands.push((record, inset));
        }
        let main = Projection::of(&mainland, WIDTH - 2.0 * MARGIN, (MARGIN, MARGIN))?;
        let inset = Projection::of(
            &islands,
            INSET_WIDTH - 2.0 * MARGIN,
            // The upper left of a map of Japan is sea.
            (2.0 * MARGIN, 2.0 * MARGIN),
        );
        let mut paths: Vec<(usize, String)> = Vec::new();
        for ((record, main_rings), (_, inset_rings)) in mainland.iter().zip(&islands) {
            let mut path = String::new();
            main.draw(main_rings, &mut path);
            if let Some(inset) = &inset {
                inset.draw(inset_rings, &mut path);
            }
            if !path.is_empty() {
                paths.push((*record, path));
            }
        }
        Some(Self {
            collection,
            paths,
            height: main.height + 2.0 * MARGIN,
            frame: inset.map(|inset| {
                let height = inset.height + 2.0 * MARGIN;
                (MARGIN, MARGIN, INSET_WIDTH, height)
            }),
            print: OnceLock::new(),
        })
    }

    /// The position of the collection whose records these are.
    pub(super) fn collection(&self) -> usize {
        self.collection
    }

    /// All that maps draw of it; records by their position.
    pub(super) fn print(&self) -> Fingerprint {
        *self.print.get_or_init(|| {
            let Self {
                collection: _,
                paths,
                height,
                frame,
                print: _,
            } = self;
            let mut mixer = Mixer::default();
            for (record, path) in paths {
                mixer.number(*record as u64).text(path);
            }
            mixer.debug(&(height, frame)).finish()
        })
    }

    /// A map whose shapes are links to records.
    pub(super) fn plain(&self, context: &PageContext<'_>) -> String {
        let name = context.page_name(Page::Collection(self.collection));
        self.svg(context, &name, None, |_| (String::new(), String::new()))
    }

    /// The same with one record marked.
    pub(super) fn marked(&self, context: &PageContext<'_>, record: usize) -> String {
        let name = context.record_name(self.collection, record);
        self.svg(context, name, Some(record), |_| {
            (String::new(), String::new())
        })
    }

    /// The same coloured by an indicator; `steps` as made by [`steps`].
    pub(super) fn coloured(
        &self,
        context: &PageContext<'_>,
        indicator: usize,
        steps: &[usize],
    ) -> String {
        let (_, facts) = context.collection(self.collection);
        let facts = &facts.indicators[indicator];
        self.svg(context, &facts.short, None, |record| {
            let class = format!(" step-{}", steps.get(record).copied().unwrap_or(0));
            (class, facts.values[record].clone())
        })
    }

    /// The drawing. `look` gives a record's class and what its title says beside the name.
    fn svg(
        &self,
        context: &PageContext<'_>,
        label: &str,
        marked: Option<usize>,
        look: impl Fn(usize) -> (String, String),
    ) -> String {
        let title = escaped(&context.wording.map_title(label));
        let mut svg = String::with_capacity(32 * 1024);
        let (width, height) = (WIDTH, self.height.ceil());
        // Writing to a String can't fail.
        let _ = write!(
            svg,
            "<svg class=\"map\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{title}\">"
        );
        svg.push_str(
            "<defs><pattern id=\"unknown\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"hatch\" d=\"M0 8L8 0\"/></pattern></defs>",
        );
        if let Some((x, y, width, height)) = self.frame {
            let _ = write!(
                svg,
                "<rect class=\"frame\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height:.0}\"/>"
            );
        }
        // The marked one is drawn last, so that its outline lies above its neighbours'.
        let others = self
            .paths
            .iter()
            .filter(|(record, _)| Some(*record) != marked);
        let last = self
            .paths
            .iter()
            .filter(|(record, _)| Some(*record) == marked);
        for (record, path) in others.chain(last) {
            let (mut class, said) = look(*record);
            if Some(*record) == marked {
                class.push_str(" current");
            }
            let name = context.record_name(self.collection, *record);
            let said = if said.is_empty() {
                name.to_owned()
            } else {
                context.wording.named(name, &said)
            };
            let href = escaped(&context.href(Page::Record(self.collection, *record)));
            let _ = write!(
                svg,
                "<a href=\"{href}\"><path class=\"shape{class}\" d=\"{path}\"><title>{}</title></path></a>",
                escaped(&said)
            );
        }
        svg.push_str("</svg>");
        svg
    }
}

fn lies_in(ring: &Ring, bounds: Bounds) -> bool {
    ring.iter().all(|(lon, lat)| {
        (bounds.west..=bounds.east).contains(lon) && (bounds.south..=bounds.north).contains(lat)
    })
}

/// Plate carrée, narrowed by the cosine of the middle latitude: true enough for a country.
struct Projection {
    west: f64,
    north: f64,
    scale: (f64, f64),
    offset: (f64, f64),
    height: f64,
}

impl Projection {
    /// Fits all rings into a width, its upper left corner at `offset`.
    fn of(shapes: &[(usize, Vec<&Ring>)], width: f64, offset: (f64, f64)) -> Option<Self> {
        let points = || {
            shapes
                .iter()
                .flat_map(|(_, rings)| rings.iter().flat_map(|ring| ring.iter()))
        };
        let least = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
        let greatest =
            |of: fn(&(f64, f64)) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = (least(|point| point.0), greatest(|point| point.0));
        let (south, north) = (least(|point| point.1), greatest(|point| point.1));
        if !(west < east && south < north) {
            return None;
        }
        let horizontal = width / (east - west);
        let vertical = horizontal / ((south + north) / 2.0).to_radians().cos();
        Some(Self {
            west,
            north,
            scale: (horizontal, vertical),
            offset,
            height: (north - south) * vertical,
        })
    }

    /// Adds path data with whole relative coordinates, which are half as long as absolute ones.
    fn draw(&self, rings: &[&Ring], path: &mut String) {
        for ring in rings {
            let mut points: Vec<(i64, i64)> = ring
                .iter()
                .map(|(lon, lat)| {
                    let x = self.offset.0 + (lon - self.west) * self.scale.0;
                    let y = self.offset.1 + (self.north - lat) * self.scale.1;
                    (x.round() as i64, y.round() as i64)
                })
                .collect();
            points.dedup();
            // A closed ring ends where it begins; `z` draws that line.
            if points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            let [first, rest @ ..] = points.as_slice() else {
                continue;
            };
            if rest.len() < 2 {
                continue;
            }
            let _ = write!(path, "M{} {}l", first.0, first.1);
            let mut from = *first;
            for (position, point) in rest.iter().enumerate() {
                let (right, down) = (point.0 - from.0, point.1 - from.1);
                let space = if position > 0 && right >= 0 { " " } else { "" };
                let gap = if down >= 0 { " " } else { "" };
                let _ = write!(path, "{space}{right}{gap}{down}");
                from = *point;
            }
            path.push('z');
        }
    }
}

/// A step for each record: 1 to 7 in parts of about equal size, ties together; 0 for unknown.
pub(super) fn steps(statistics: &Statistics) -> Vec<usize> {
    let known = statistics.known().max(1);
    statistics
        .values
        .iter()
        .map(|value| match value {
            Some(value) => (statistics.rank_from_least(*value) - 1) * STEPS / known + 1,
            None => 0,
        })
        .collect()
}

/// All known values as dots on a line, stacked where they would cover each other, with the
/// least, the greatest and the comparable national value named.
pub(super) fn distribution(
    context: &PageContext<'_>,
    collection: usize,
    indicator: usize,
) -> String {
    const LEFT: f64 = 12.0;
    const SPAN: f64 = 616.0;
    const DOT: f64 = 10.0;
    let (plan, facts) = context.collection(collection);
    let (statistics, facts) = (&plan.statistics[indicator], &facts.indicators[indicator]);
    let mut columns: Vec<usize> = Vec::new();
    let mut dots = String::new();
    let mut tallest = 0;
    let mut placed: Vec<(f64, usize)> = statistics
        .values
        .iter()
        .enumerate()
        .filter_map(|(record, value)| Some((statistics.position((*value)?)?, record)))
        .collect();
    placed.sort_by(|left, right| left.0.total_cmp(&right.0));
    for (position, record) in &placed {
        let column = (position / 100.0 * SPAN / DOT).floor() as usize;
        if columns.len() <= column {
            columns.resize(column + 1, 0);
        }
        columns[column] += 1;
        tallest = tallest.max(columns[column]);
        let x = LEFT + (column as f64 + 0.5) * DOT;
        let y = -(columns[column] as f64 - 0.5) * DOT;
        let name = context.record_name(collection, *record);
        let said = escaped(&context.wording.named(name, &facts.values[*record]));
        let _ = write!(
            dots,
            "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"4\"><title>{said}</title></circle>"
        );
    }
    let width = SPAN + 2.0 * LEFT + DOT;
    let top = tallest as f64 * DOT + 24.0;
    let title = escaped(&facts.short);
    let mut svg = format!(
        "<svg class=\"distribution\" viewBox=\"0 {} {width} {}\" role=\"img\" aria-label=\"{title}\">",
        -top,
        top + 26.0
    );
    let _ = write!(
        svg,
        "<path class=\"axis\" d=\"M{LEFT} 1H{}\"/>",
        width - LEFT
    );
    svg.push_str(&dots);
    let mut mark = |x: f64, y: f64, anchor: &str, text: &str| {
        let text = escaped(text);
        let class = if y > 0.0 { " class=\"end\"" } else { "" };
        let _ = write!(
            svg,
            "<text{class} x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"{anchor}\">{text}</text>"
        );
    };
    if let (Some((_, least)), Some((_, greatest))) = (placed.first(), placed.last()) {
        mark(LEFT, 18.0, "start", &facts.values[*least]);
        mark(width - LEFT, 18.0, "end", &facts.values[*greatest]);
    }
    if let Some(national) = &facts.national
        && let Some(position) = national
            .comparable
            .and_then(|value| statistics.position(value))
    {
        let x = LEFT + position / 100.0 * SPAN + DOT / 2.0;
        let anchor = match position {
            position if position < 25.0 => "start",
            position if position > 75.0 => "end",
            _ => "middle",
        };
        let said = context.wording.named(&national.name, &national.value);
        mark(x, 10.0 - top, anchor, &said);
        let _ = write!(
            svg,
            "<path class=\"national\" d=\"M{x:.0} {:.0}V1\"/>",
            14.0 - top
        );
    }
    svg.push_str("</svg>");
    svg
}

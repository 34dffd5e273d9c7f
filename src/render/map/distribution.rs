//! The values of an indicator on a line.

use std::fmt::Write;

use crate::render::page::{PageContext, escaped};

/// More dots would make a heavy page and a tower.
pub(in crate::render) const MOST_DOTS: usize = 200;

/// All known values as dots on a line, stacked where they would cover each other, with the
/// least, the greatest and the comparable national value named. Many values become bars, one for
/// each place where dots would be stacked.
pub(in crate::render) fn distribution(
    context: &PageContext<'_>,
    collection: usize,
    indicator: usize,
) -> String {
    const LEFT: f64 = 12.0;
    const SPAN: f64 = 616.0;
    const DOT: f64 = 10.0;
    /// The height of the longest bar.
    const TALLEST: f64 = 200.0;
    let (plan, facts) = context.collection(collection);
    let (statistics, facts) = (&plan.statistics[indicator], &facts.indicators[indicator]);
    let mut columns: Vec<usize> = Vec::new();
    let mut dots = String::new();
    let mut placed: Vec<(f64, usize)> = statistics
        .values
        .iter()
        .enumerate()
        .filter_map(|(record, value)| Some((statistics.position((*value)?)?, record)))
        .collect();
    placed.sort_by(|left, right| left.0.total_cmp(&right.0));
    let stacked = placed.len() <= MOST_DOTS;
    for (position, record) in &placed {
        let column = (position / 100.0 * SPAN / DOT).floor() as usize;
        if columns.len() <= column {
            columns.resize(column + 1, 0);
        }
        columns[column] += 1;
        if !stacked {
            continue;
        }
        let x = LEFT + (column as f64 + 0.5) * DOT;
        let y = -(columns[column] as f64 - 0.5) * DOT;
        let name = context.record_name(collection, *record);
        let said = escaped(&context.wording.named(name, &facts.values[*record]));
        let _ = write!(
            dots,
            "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"4\"><title>{said}</title></circle>"
        );
    }
    let most = columns.iter().copied().max().unwrap_or(0);
    let tallest = if stacked { most as f64 * DOT } else { TALLEST };
    if !stacked {
        for (column, count) in columns.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (x, height) = (
                LEFT + column as f64 * DOT,
                *count as f64 / most as f64 * TALLEST,
            );
            let said = context.wording.counted(*count, context.text(&plan.counter));
            let _ = write!(
                dots,
                "<rect class=\"dot\" x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"{height:.1}\"><title>{}</title></rect>",
                x + 0.5,
                -height,
                DOT - 1.0,
                escaped(&said)
            );
        }
    }
    let width = SPAN + 2.0 * LEFT + DOT;
    let top = tallest + 24.0;
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

//! Templates that print thousands of alike views: run once for each shape of a view, then only
//! filled in.
//!
//! A view's **shape** is all of it but the texts and fractions that templates merely print: which
//! values are there, how long lists are, flags, counts, which texts are empty, and every text that
//! a template looks at ([`Looks`]). A template prints the same for two views of one shape, but for
//! those texts. So it is run once for a shape, with marks in place of texts, and what comes out is
//! cut at the marks: a stencil. Later views of that shape are poured into it, escaped where the
//! template escapes.
//!
//! Where that can't be proved of a theme's templates, or where nearly every view has a shape of its
//! own, they are run each time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use serde::Serialize;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::parse::theme::Theme;
use crate::plan::guide::CollectionPlan;
use crate::render::page::{escaped, escaped_if_needed};
use crate::render::pages::compare::brief;
use crate::render::pages::compare::figures::FigureRow;
use crate::render::prints::texts_of;

mod looks;
mod slots;
mod tags;
#[cfg(test)]
mod tests;
mod trace;

use looks::Looks;
use slots::merely_printed;
pub(super) use slots::{Slot, Slotted};
use trace::{Lent, Trace};

/// Stencils take no more memory than this, in bytes; views of further shapes are printed by their
/// template.
const ENOUGH: usize = 16 << 20;

/// How comparisons are printed, of which a guide can have a million.
#[derive(Debug)]
pub(super) struct Comparisons {
    full: Printing,
    brief: Printing,
}

/// How one kind of comparisons is printed.
#[derive(Debug)]
pub(super) struct Printing {
    pub(super) template: &'static str,
    /// The part that prints a row.
    pub(super) row_part: &'static str,
    pub(super) pages: Stencils,
    pub(super) rows: Stencils,
    /// Whether templates ask for rows as that part prints them.
    pub(super) printed_rows: bool,
    /// Whether they get rows as views.
    pub(super) bare_rows: bool,
}

impl Comparisons {
    pub(super) fn new(theme: &Theme) -> Self {
        Self {
            full: Printing::new(theme, "compare.html", "compare_row"),
            brief: Printing::new(theme, brief::TEMPLATE, "compare_brief_row"),
        }
    }

    /// How those of a collection are printed.
    pub(super) fn of(&self, collection: &CollectionPlan) -> &Printing {
        if collection.compare.brief {
            &self.brief
        } else {
            &self.full
        }
    }

    /// From now on, every page and row is printed by its template.
    pub(super) fn run_templates(&mut self) {
        for printing in [&mut self.full, &mut self.brief] {
            printing.pages = Stencils::new(None);
            printing.rows = Stencils::new(None);
        }
    }
}

impl Printing {
    fn new(theme: &Theme, template: &'static str, row_part: &'static str) -> Self {
        let pages = texts_of(&theme.templates, template);
        let rows = texts_of(&theme.templates, row_part);
        let named = |name: &str| pages.iter().any(|text| text.contains(name));
        let printed_rows = named("rows_html");
        Self {
            template,
            row_part,
            pages: Stencils::new(Looks::of(&pages, &["page", "shell"])),
            rows: Stencils::new(Looks::of(&rows, &["row"])).with_slots(&FigureRow::PATHS),
            printed_rows,
            bare_rows: !printed_rows || named("__tera_context"),
        }
    }
}

/// The stencils of one template, found by the shape of its view.
#[derive(Debug)]
pub(super) struct Stencils {
    /// `None` where the template is to be run each time.
    looks: Option<Looks>,
    /// Whether templates merely print the slots of their views.
    fills_slots: bool,
    known: RwLock<Known>,
    /// Bytes of all that is known.
    size: AtomicUsize,
}

type Known = BTreeMap<Fingerprint, Stencil>;

/// What a template prints for a shape.
#[derive(Debug)]
enum Stencil {
    Pieces(Vec<Piece>),
    /// The template does more with texts than to print them, as its output shows.
    Unfit,
}

#[derive(Debug)]
enum Piece {
    Finished(Box<str>),
    /// The text at a position of the view.
    Text(usize),
    /// The same, escaped for HTML.
    Escaped(usize),
}

/// Runs a template on a view.
pub(super) type Run<'a> = &'a dyn Fn(Value) -> Result<String, Box<Diagnostic>>;

impl Stencils {
    /// Of a template that looks at these texts of its view; `None` to run it each time.
    pub(super) fn new(looks: Option<Looks>) -> Self {
        Self {
            looks,
            fills_slots: false,
            known: RwLock::default(),
            size: AtomicUsize::new(0),
        }
    }

    /// The same for views with slots at these places.
    fn with_slots(self, paths: &[&str]) -> Self {
        let fills_slots = (self.looks.as_ref()).is_some_and(|looks| merely_printed(looks, paths));
        Self {
            fills_slots,
            ..self
        }
    }

    /// Opens them for a page, since that takes as long as pouring a row. `by` stands for everything
    /// that the template is given beside its views.
    pub(super) fn open(&self, by: Fingerprint) -> Open<'_> {
        Open {
            stencils: self,
            by,
            known: Some(self.read()),
            trace: Trace::lent(),
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the stencil of a shape.
    fn cut(&self, key: Fingerprint, (view, positions): Numbered, run: Run<'_>) {
        let mark = Mark::new(key);
        // Where the template fails, it is for it to say so on the view itself.
        let printed = run(mark.replaced(view, &mut String::new(), &positions)).ok();
        let pieces = printed.as_deref().and_then(|printed| mark.cut(printed));
        let size =
            printed.map_or(0, |printed| printed.len()) + 64 * pieces.as_ref().map_or(0, Vec::len);
        self.size.fetch_add(size + 256, Ordering::Relaxed);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let stencil = pieces.map_or(Stencil::Unfit, Stencil::Pieces);
        known.entry(key).or_insert(stencil);
    }
}

/// A view, and the numbers of its places by JSON pointer.
type Numbered = (Value, BTreeMap<String, usize>);

/// The stencils of a template in use.
pub(super) struct Open<'s> {
    stencils: &'s Stencils,
    by: Fingerprint,
    /// Set but while a stencil is made.
    known: Option<RwLockReadGuard<'s, Known>>,
    trace: Lent,
}

impl Open<'_> {
    /// Adds to `out` what the template prints for a view.
    pub(super) fn print<V: Serialize>(
        &mut self,
        view: &V,
        out: &mut String,
        run: Run<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let plain = || run(Value::from_serializable(view));
        let Some(looks) = &self.stencils.looks else {
            out.push_str(&plain()?);
            return Ok(());
        };
        if self.trace.take(view, looks, self.by).is_none() {
            out.push_str(&plain()?);
            return Ok(());
        }
        let key = Fingerprint::of(&self.trace.shape);
        let marked = || {
            let paths = Trace::paths(view, looks).into_iter().enumerate();
            let numbers = paths.map(|(position, path)| (path, position)).collect();
            (Value::from_serializable(view), numbers)
        };
        let text = |trace: &Trace, position, is_escaped, out: &mut String| {
            put(trace.text(position), is_escaped, out);
        };
        if !self.pour(key, marked, run, out, text) {
            out.push_str(&plain()?);
        }
        Ok(())
    }

    /// The same for a view with slots.
    pub(super) fn print_slotted<const SLOTS: usize, V: Slotted<SLOTS>>(
        &mut self,
        view: &V,
        out: &mut String,
        run: Run<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        if !self.stencils.fills_slots {
            return self.print(&view.view(), out, run);
        }
        let slots = view.slots();
        let key = self.trace.key(self.by, view, &slots);
        let marked = || {
            let slots = V::PATHS.iter().zip(&slots).enumerate();
            let printed = slots.filter(|(_, (_, slot))| slot.is_printed());
            let numbers = printed.map(|(position, (path, _))| ((*path).to_owned(), position));
            (Value::from_serializable(&view.view()), numbers.collect())
        };
        let text = |_: &Trace, position: usize, is_escaped, out: &mut String| {
            slots[position].put(is_escaped, out);
        };
        if !self.pour(key, marked, run, out, text) {
            out.push_str(&run(Value::from_serializable(&view.view()))?);
        }
        Ok(())
    }

    /// Adds a stencil's pieces; `text` adds the text at a position, escaped if it says so. Makes the
    /// stencil if it isn't there; `false` where there are enough, or the template has to be run.
    fn pour(
        &mut self,
        key: Fingerprint,
        marked: impl FnOnce() -> Numbered,
        run: Run<'_>,
        out: &mut String,
        text: impl Fn(&Trace, usize, bool, &mut String),
    ) -> bool {
        let stencil = match self.known.as_ref().and_then(|known| known.get(&key)) {
            None if self.stencils.size.load(Ordering::Relaxed) >= ENOUGH => None,
            None => {
                self.known = None;
                self.stencils.cut(key, marked(), run);
                let known = self.known.insert(self.stencils.read());
                known.get(&key)
            }
            known => known,
        };
        let Some(Stencil::Pieces(pieces)) = stencil else {
            return false;
        };
        for piece in pieces {
            match piece {
                Piece::Finished(text) => out.push_str(text),
                Piece::Text(position) => text(&self.trace, *position, false, out),
                Piece::Escaped(position) => text(&self.trace, *position, true, out),
            }
        }
        true
    }
}

/// Begins and ends a mark; no text of a theme has a reason to hold them. In lists and maps that
/// are printed as a whole, Tera writes them as `\u{e0f0}`.
const BEGIN: char = '\u{E0F0}';
const END: char = '\u{E0F1}';

/// What stands in the place of texts while a template is run.
struct Mark {
    /// Ends every mark: the shape, which no text knows, and one of each kind of character that
    /// could be printed differently.
    tail: String,
    escaped: String,
}

impl Mark {
    fn new(key: Fingerprint) -> Self {
        let tail = format!("/{:?}<>&\"'\\Aaあ 1\n", key.to_bytes());
        Self {
            escaped: escaped(&tail),
            tail,
        }
    }

    /// A view with marks at these places, which are numbered.
    fn replaced(
        &self,
        value: Value,
        path: &mut String,
        positions: &BTreeMap<String, usize>,
    ) -> Value {
        if let Some(position) = positions.get(path) {
            return Value::normal_string(&format!("{BEGIN}{position}{}{END}", self.tail));
        }
        let here = path.len();
        let mut inside = |name: &str, value: Value| {
            trace::enter(path, name);
            let value = self.replaced(value, path, positions);
            path.truncate(here);
            value
        };
        if let Some(items) = value.as_array() {
            let items = items.iter().enumerate();
            let items = items.map(|(item, value)| inside(&item.to_string(), value.clone()));
            return Value::from(items.collect::<Vec<_>>());
        }
        if !value.is_map() {
            return value;
        }
        let fields = value.into_map().unwrap_or_default().into_iter();
        let fields = fields.map(|(key, value)| {
            let value = inside(key.as_str().unwrap_or_default(), value);
            (key, value)
        });
        Value::from(fields.collect::<tera::Map>())
    }

    /// Cuts a template's output at the marks; `None` when a mark was changed.
    fn cut(&self, printed: &str) -> Option<Vec<Piece>> {
        let mut parts = printed.split(BEGIN);
        let mut pieces = vec![finished(parts.next()?)?];
        for part in parts {
            let (mark, rest) = part.split_once(END)?;
            let (position, tail) = mark.split_at_checked(mark.find('/')?)?;
            let position = position.parse().ok()?;
            pieces.push(match tail {
                tail if tail == self.tail => Piece::Text(position),
                tail if tail == self.escaped => Piece::Escaped(position),
                _ => return None,
            });
            pieces.push(finished(rest)?);
        }
        Some(pieces)
    }
}

/// A piece between marks, unless it holds what is left of one that was printed another way.
fn finished(text: &str) -> Option<Piece> {
    let remains = [
        END.to_string().as_str(),
        "%EE%83%B",
        "%ee%83%b",
        "e0f0",
        "E0F0",
        "e0f1",
        "E0F1",
    ]
    .iter()
    .any(|remains| text.contains(remains));
    (!remains).then(|| Piece::Finished(text.into()))
}

fn put(text: &str, escaped: bool, out: &mut String) {
    if escaped {
        out.push_str(&escaped_if_needed(text));
    } else {
        out.push_str(text);
    }
}

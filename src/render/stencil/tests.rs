//! That stencils print what templates print, whatever a theme does with texts.

use std::cell::Cell;
use std::sync::Arc;

use super::*;
use crate::load::SourcePath;

#[derive(Clone, Debug, Default, Serialize)]
struct Row {
    name: String,
    kind: &'static str,
    note: Option<String>,
    words: Vec<String>,
    lists: Vec<Vec<String>>,
    a: Side,
    b: Option<Side>,
    /// Tera goes through maps in no order, so this has but one field.
    one: Single,
    count: usize,
    flag: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Single {
    text: String,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Side {
    value: f64,
    text: String,
    bar: Option<f64>,
}

/// Templates that do something with a row, by themselves.
const TEMPLATES: &[&str] = &[
    // What merely prints.
    "<b>{{ row.name }}</b>{{ row.name | safe }}{% if row.note %} ({{ row.note }}){% endif %}",
    "{{ row.words | join(sep=', ') }}{% for word in row.words %}[{{ word }}]{% endfor %}{{ row.count }}",
    "{% for word in row.words %}{{ loop.index }}{% if not loop.last %}{{ word }},{% endif %}{% endfor %}",
    "{% set x = row.a %}{{ x.value }} {{ x.text }} {{ x.bar or 0 }}{% if row.b %}{{ row.b.bar or row.b.text }}{% endif %}",
    "{{ row.name ~ row.a.text ~ row.a.value }}",
    "{{ row.name if row.note else row.a.text }}{{ row.note or '<none>' | safe }}",
    "{% set x %}<i>{{ row.name }}</i>{% endset %}{{ x }}{{ x | safe }}",
    "{% raw %}{{ row.name | upper }}{% endraw %}{# {{ row.name | upper }} #}{{- row.name -}} .",
    "{% if row.note is defined and row.note is not none %}{{ row.note }}{% endif %}",
    "{{ row.a.value }}{{ row.a.value | str }}{{ row.a.bar | default(value='none') }}",
    // What looks at texts and numbers.
    "{% if row.a.value > 5 %}more{% else %}less{% endif %}{{ row.a.value }}",
    "{% if row.name == 'あ' %}A{% else %}B{% endif %}{{ row.name }}",
    "{% if row.name < row.a.text %}A{% else %}B{% endif %}",
    "{% if row.name in ['あ', 'b'] %}A{% endif %}{% if 'b' in row.name %}b{% endif %}",
    "{% if row.name is containing(pat='b') %}A{% endif %}{% if row.name is starting_with(pat='<') %}B{% endif %}",
    "{{ row.name | upper }}{{ row.name | length }}{{ row.a.text | truncate(length=1) }}",
    "{{ row.name | replace(from='b', to=row.a.text) }}",
    "{{ row.a.value * 2 }}{{ row.a.value + row.count }}{{ row.a.value | round }}",
    "{% for letter in row.name %}{{ letter }}.{% endfor %}",
    "{% for letter in row.name %}{% if loop.index == 2 %}two{% endif %}{% endfor %}",
    "{% for letter in row.name %}x{% endfor %}",
    "{% for list in row.lists %}{% for letter in list %}{{ letter }}:{% endfor %}{% endfor %}",
    "{% for list in row.lists %}{% for word in list %}{% for letter in word %}.{% endfor %}{% endfor %}{% endfor %}",
    "{% for key, value in row.one %}{{ key }}={{ value }};{% endfor %}",
    "{% for key, value in row.one %}{% if value is string %}{{ value | upper }}{% endif %}{% endfor %}",
    "{% for value in row.words %}{% set seen = value %}{% if seen == 'b' %}!{% endif %}{% endfor %}",
    "{{ row.words }}{{ row.a }}",
    "{{ row.words[0] | default(value='') }}{{ row['name'] }}{{ row.name[0:1] }}",
    "{% set key = 'name' %}{% if row[key] == 'あ' %}A{% endif %}",
    "{% set x = row %}{% set y = x.name %}{% if y == 'あ' %}A{% else %}{{ y }}{% endif %}",
    "{% set_global x = row.name %}{% for word in row.words %}{% if word == x %}same{% endif %}{% endfor %}",
    "{% set x %}{{ row.name }}{% endset %}{% if x == 'あ' %}A{% endif %}",
    "{% set x | upper %}{{ row.name }}{% endset %}{{ x }}",
    "{% filter upper %}{{ row.name }}{% endfilter %}",
    "{% set all = [row.name, row.a.text] %}{% if all[0] == 'あ' %}A{% endif %}{{ all | length }}",
    "{% set map = {'x': row.name} %}{% if map.x == 'あ' %}A{% endif %}{{ map.x }}",
    "{{ [word for word in row.words if word != 'b'] | join(sep='+') }}",
    "{{ row.words | sort | join(sep=' ') }}{{ row.words | unique | length }}{{ row.words | first | default(value='') }}",
    "{{ row.words | join(sep=row.name) }}",
    "{% if row.a.value is number %}N{% endif %}{% if row.a.bar is string %}S{% endif %}{% if row.a.value is float %}F{% endif %}",
    "{% if row.kind == 'words' %}W{{ row.name }}{% else %}{{ row.a.text }}{% endif %}",
    "{{ row.note | default(value=row.name) }}{% if row.note | default(value='') == 'x' %}!{% endif %}",
    "{% if (row.a.bar or 0) > (row.a.value or 0) %}more{% endif %}",
    "{{ __tera_context }}",
    "{% include 'upper.html' %}",
    "{{ <plain cell={row.a} name={row.name} /> }}",
    "{{ <looks cell={row.a} name={row.name} /> }}",
    "{{ <typed of={row.a.value} /> }}",
    "{{ <list of={row.words} /> }}{{ row.name }}",
    "{{ <list of={row.name} /> }}",
    "{% set of = row.name %}{{ <list of={row.words} /> }}{% for letter in of %}.{% endfor %}",
    "{{ <implied /> }}",
    "{{ <rest name={row.name} other={row.a.text} /> }}",
    "{% <around name={row.name}> %}{{ row.a.text }}{% </around> %}",
    "{% <bodied> %}{{ row.name }}{% </bodied> %}",
    "{{ <plain cell={row.a} name={row.name} /> | upper }}",
    "{% if row.flag %}{{ row.name }}{% elif row.count > 1 %}{{ row.count }}{% elif row.name == 'b' %}b{% endif %}",
    "{% for n in range(end=row.count) %}{{ n }}{{ row.name }}{% endfor %}",
    "{{ row.name | escape_html | safe }}{{ row.name | newlines_to_br }}",
    "{% for word in row.words %}{% if word == 'b' %}{% break %}{% endif %}{{ word }}{% endfor %}",
];

/// What the templates above name.
const PARTS: &[(&str, &str)] = &[
    ("upper.html", "{{ row.name | upper }}{{ row.a.text }}"),
    (
        "parts.html",
        "{% component plain(cell: map, name: string) %}{{ name }}:{{ cell.text }}{{ cell.value }}{% endcomponent plain %}\
         {% component looks(cell: map, name) %}{% if cell.text == name %}same{% else %}{{ name | title }}{% endif %}{% endcomponent looks %}\
         {% component typed(of: float) %}{{ of }}{% endcomponent typed %}\
         {% component list(of: array) %}{% for one in of %}{{ one }}.{% endfor %}{% endcomponent list %}\
         {% component implied(@row: map) %}{{ row.name | upper }}{% endcomponent implied %}\
         {% component rest(name, ...others) %}{{ others.other | upper }}{% endcomponent rest %}\
         {% component around(name) %}{{ name }}<{{ body }}>{% endcomponent around %}\
         {% component bodied() %}{{ body | length }}{{ body | upper }}{% endcomponent bodied %}",
    ),
];

/// A template alone or with those parts that it names, so that parts that look at much don't hide
/// what is proved of the others.
fn with_parts(template: &str) -> Vec<(&'static str, String)> {
    let mut all = vec![("row.html", template.to_owned())];
    for (name, text) in PARTS {
        if *name == "upper.html" && template.contains("include") {
            all.push((name, (*text).to_owned()));
        } else if *name == "parts.html" {
            let parts = text.split_inclusive(" %}").collect::<Vec<_>>().concat();
            for part in parts.split("{% component ").skip(1) {
                let part_name = part.split('(').next().unwrap_or_default();
                if template.contains(&format!("<{part_name}")) {
                    let leaked: &'static str =
                        Box::leak(format!("{part_name}.html").into_boxed_str());
                    all.push((leaked, format!("{{% component {part}")));
                }
            }
        }
    }
    all
}

/// What stencils and what the template alone print for views one after the other, and how often
/// the template ran for the former. `None` where the template fails.
type Printed = (Vec<Option<String>>, Vec<Option<String>>, usize);

fn printed(template: &str, rows: &[Row]) -> Printed {
    let templates = with_parts(template);
    let mut tera = tera::Tera::new();
    let named = templates.iter().map(|(name, text)| (*name, text.as_str()));
    tera.add_raw_templates(named).expect("templates");
    let texts: Vec<&str> = templates.iter().map(|(_, text)| text.as_str()).collect();
    let stencils = Stencils::new(Looks::of(&texts, &["row"]));
    let runs = Cell::new(0);
    let file = SourcePath::new("t");
    let run = |view: Value| {
        runs.set(runs.get() + 1);
        let mut context = tera::Context::new();
        context.insert_value("row", view);
        let rendered = tera.render("row.html", &context);
        rendered.map_err(|error| {
            let words = crate::diagnostic::Message::new("x", error.to_string());
            let place = crate::diagnostic::Place::file(&file);
            Box::new(Diagnostic::new(
                crate::diagnostic::Code::Template,
                place,
                words,
            ))
        })
    };
    let poured = rows.iter().map(|row| {
        let mut out = "> ".to_owned();
        let done = (stencils.open(Fingerprint::default())).print(row, &mut out, &run);
        done.ok().map(|()| out.split_off(2))
    });
    let poured = poured.collect();
    let count = runs.get();
    let plain = rows
        .iter()
        .map(|row| run(Value::from_serializable(row)).ok());
    let plain: Vec<Option<String>> = plain.collect();
    let slotted = Stencils::new(Looks::of(&texts, &["row"])).with_slots(&Slots::PATHS);
    for (row, plain) in rows.iter().zip(&plain) {
        let mut out = "> ".to_owned();
        let mut open = slotted.open(Fingerprint::default());
        let done = open.print_slotted(&Slots(row), &mut out, &run);
        let done = done.ok().map(|()| out.split_off(2));
        assert_eq!(done, *plain, "{template}");
    }
    (poured, plain, count)
}

/// A row of which some texts stand in slots.
struct Slots<'r>(&'r Row);

impl Slotted<4> for Slots<'_> {
    type View<'v>
        = &'v Row
    where
        Self: 'v;

    const PATHS: [&'static str; 4] = ["/name", "/note", "/a/value", "/a/bar"];

    fn key(&self, out: &mut Vec<u8>) {
        let mut rest = self.0.clone();
        (rest.name, rest.note) = (String::new(), None);
        (rest.a.value, rest.a.bar) = (0.0, None);
        out.extend(format!("{rest:?}").bytes());
    }

    fn slots(&self) -> [Slot<'_>; 4] {
        let row = self.0;
        [
            Slot::Text(&row.name),
            row.note.as_deref().map_or(Slot::Nothing, Slot::Text),
            Slot::Fraction(row.a.value),
            row.a.bar.map_or(Slot::Nothing, Slot::Fraction),
        ]
    }

    fn view(&self) -> &Row {
        self.0
    }
}

fn row(name: &str, text: &str, value: f64) -> Row {
    Row {
        name: name.to_owned(),
        kind: "words",
        note: Some(text.to_owned()),
        words: vec![name.to_owned(), text.to_owned(), "b".to_owned()],
        lists: vec![vec![name.to_owned()], vec![text.to_owned(), "b".to_owned()]],
        a: Side {
            value,
            text: text.to_owned(),
            bar: Some(value / 2.0),
        },
        b: None,
        one: Single {
            text: text.to_owned(),
        },
        count: 2,
        flag: false,
    }
}

/// Rows that hold what could be taken for something else.
fn rows() -> Vec<Row> {
    let hostile = "<script>alert(\"&amp;'\\\")</script>";
    let mut rows = vec![
        row("あ", "b", 4.0),
        row("b", "あ", 6.5),
        row("B c", "d & e", 5.0),
        row(hostile, "b", 1e21),
        row("b", hostile, -0.0),
        row("\u{E0F0}0/[1]\u{E0F1}", "\u{E0F0}<1\u{E0F1}", 0.1 + 0.2),
        row("", "", 0.0),
        row("", "x", f64::NAN),
        row("{{ row.name }}", "{% if %}", 100.0),
        row("x\ny", "\u{e0f0}", 99.95),
        row("あ", "あ", 4.0),
    ];
    rows.push(Row {
        note: None,
        words: Vec::new(),
        lists: Vec::new(),
        b: Some(Side::default()),
        flag: true,
        kind: "figures",
        ..row("ab", "cd", 7.0)
    });
    // The same again, when the stencils are known.
    let again = rows.clone();
    rows.extend(again.into_iter().rev());
    rows
}

#[test]
fn whatever_a_template_does_stencils_print_the_same() {
    for template in TEMPLATES {
        let (poured, plain, _) = printed(template, &rows());
        assert_eq!(poured, plain, "{template}");
    }
}

#[test]
fn templates_that_print_merely_run_once_for_a_shape() {
    let rows: Vec<Row> = (0..50)
        .map(|number| row(&format!("<{number}>"), "x", 1.5 + f64::from(number)))
        .collect();
    for template in &TEMPLATES[..10] {
        let (poured, plain, runs) = printed(template, &rows);
        assert_eq!(poured, plain, "{template}");
        assert_eq!(runs, 1, "{template}");
    }
}

#[test]
fn what_a_template_looks_at_is_part_of_the_shape() {
    let rows: Vec<Row> = (0..50)
        .map(|number| row(&format!("{}", number % 5), &format!("{number}"), 1.5))
        .collect();
    let template = "{% if row.name == '3' %}three{% endif %}{{ row.a.text }}{{ row.name | upper }}";
    let (poured, plain, runs) = printed(template, &rows);
    assert_eq!(poured, plain);
    assert_eq!(runs, 5);
}

/// Numbers in no order, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, most: usize) -> String {
        let letters: Vec<char> = "ab<&\"あ 0/'\u{E0F0}\u{E0F1}".chars().collect();
        (0..self.below(most + 1))
            .map(|_| letters[self.below(letters.len())])
            .collect()
    }
}

#[test]
fn rows_of_any_texts_print_the_same() {
    let mut chance = Chance(6);
    for template in TEMPLATES.iter().cycle().take(TEMPLATES.len() * 4) {
        let rows: Vec<Row> = (0..6)
            .map(|_| {
                let value = chance.below(40) as f64 / 4.0 - 1.0;
                row(&chance.text(3), &chance.text(2), value)
            })
            .collect();
        let (poured, plain, _) = printed(template, &rows);
        assert_eq!(poured, plain, "{template}");
    }
}

#[test]
fn fractions_are_printed_as_tera_prints_them() {
    let mut chance = Chance(1);
    let mut rows = Vec::new();
    for _ in 0..3000 {
        let tenths = chance.below(1_100_000) as f64;
        let bits =
            f64::from_bits((chance.below(1 << 31) as u64) << 33 | chance.below(1 << 31) as u64);
        for value in [
            tenths / 10.0,
            tenths * 0.1,
            tenths,
            tenths / 7.0,
            bits,
            -tenths,
        ] {
            rows.push(row("a", "b", value));
        }
    }
    let (poured, plain, _) = printed("{{ row.a.value }}", &rows);
    assert_eq!(poured, plain);
}

/// The theme's own templates, but for those of other pages.
fn theme() -> Vec<(String, SourcePath, Arc<str>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/guide/templates");
    let mut texts = Vec::new();
    for folder in [root.clone(), root.join("parts")] {
        for entry in std::fs::read_dir(folder).expect("templates") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(&root).expect("below").to_string_lossy();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).expect("a text");
                texts.push((name.into_owned(), SourcePath::new("t"), Arc::from(text)));
            }
        }
    }
    texts
}

#[test]
fn the_templates_of_the_guide_merely_print_what_differs_from_pair_to_pair() {
    let theme = theme();
    for (name, given, free) in [
        (
            "compare.html",
            &["page", "shell"][..],
            &[
                "heading",
                "title",
                "url",
                "short",
                "facts",
                "sentences",
                "next",
                "rows_html",
            ][..],
        ),
        (
            "compare_row",
            &["row"],
            &[
                "label",
                "value_html",
                "rank",
                "bar",
                "position",
                "difference",
                "ratio",
                "value",
                "name",
            ],
        ),
    ] {
        let looks = Looks::of(&texts_of(&theme, name), given).expect("they can be judged");
        for field in free {
            let look = looks.look(field);
            assert!(
                !look.whole && (!look.listed || matches!(*field, "sentences" | "next")),
                "{name}: {field} {look:?}"
            );
        }
    }
}

//! Collections: their schemas, records and statistics.

use super::{Edit, append, replace, replace_everywhere, set_line, some};
use crate::incremental::world::World;

pub(super) const EDITS: &[Edit] = &[
    ("a record's number", number),
    ("a record's name", name),
    ("a record's reading", reading),
    ("a new record", add),
    ("a record less", delete),
    ("a record less, with its values", delete_with_values),
    ("a record with another id", rename),
    ("a record's text", prose),
    ("a record's place", place),
    ("a group's field", group_field),
    ("a group less", delete_group),
    ("a statistic's value", value),
    ("a value that isn't known", unknown_value),
    ("two values change places", swap_values),
    ("a statistic's national value", national),
    ("a statistic's name", label),
    ("a statistic's period", period),
    ("a statistic hidden or shown", hidden),
    ("a statistic's kind", scale),
    ("a statistic's decimals", decimals),
    ("a statistic's source", source),
    ("a new statistic", add_statistic),
    ("a statistic less", delete_statistic),
    ("a field's label", field_label),
    ("a new field", add_field),
    ("an option's label", option_label),
    ("which pairs are compared", pairs),
    ("how many rows a pair needs", minimum_rows),
    ("what stands in lists", columns),
    ("the order of groups", group_order),
    ("a collection's name", collection_name),
    ("the map's shapes", shapes),
];

const TOWNS: &str = "content/towns/_collection.yaml";
const GROUPS: &str = "content/groups/_collection.yaml";

/// The file of a town, not the collection's.
fn town(world: &mut World) -> Option<String> {
    let mut paths = world.paths("content/towns/", ".yaml");
    paths.retain(|path| !path.ends_with("_collection.yaml"));
    world.chance.of(&paths).cloned()
}

fn on_town(world: &mut World, edit: impl FnOnce(&mut World, &str)) -> bool {
    match town(world) {
        Some(path) => {
            edit(world, &path);
            true
        }
        None => false,
    }
}

fn id_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_end_matches(".yaml").to_owned()
}

fn on_statistic(world: &mut World, edit: impl FnOnce(&mut World, &str)) -> bool {
    some(world, "content/indicators/towns/", ".yaml", edit)
}

fn number(world: &mut World) -> bool {
    let people = 1000 + world.chance.below(90_000);
    on_town(world, |world, path| {
        set_line(world, path, "people: ", &people.to_string())
    })
}

fn name(world: &mut World) -> bool {
    let number = world.fresh();
    on_town(world, |world, path| {
        set_line(
            world,
            path,
            "name: ",
            &format!("{{ja: 第{number}町, en: Town {number}}}"),
        );
    })
}

fn reading(world: &mut World) -> bool {
    let kana = ["んまち", "あまち", "みなみまち"][world.chance.below(3)];
    on_town(world, |world, path| set_line(world, path, "kana: ", kana))
}

fn add(world: &mut World) -> bool {
    let number = world.fresh();
    let text = format!(
        "id: town-{number}\nname: {{ja: 町{number}, en: Town {number}}}\nkana: まち{number}\narea: west\n\
         people: {}\nplace: {{lat: 35.{}, lon: 136.5}}\nmotto: null\n\
         sources:\n  - {{url: \"https://towns.example/{number}\", as_of: 2025}}\n",
        4000 + number,
        10 + number % 80,
    );
    world.put(&format!("content/towns/town-{number}.yaml"), text);
    true
}

fn delete(world: &mut World) -> bool {
    on_town(world, |world, path| world.remove(path))
}

fn delete_with_values(world: &mut World) -> bool {
    on_town(world, |world, path| {
        let id = id_of(path);
        world.remove(path);
        for statistic in world.paths("content/indicators/towns/", ".yaml") {
            let text = world.text(&statistic);
            let line = format!("  {id}: ");
            let kept: Vec<&str> = text
                .lines()
                .filter(|other| !other.starts_with(&line))
                .collect();
            world.put(&statistic, kept.join("\n") + "\n");
        }
    })
}

fn rename(world: &mut World) -> bool {
    let number = world.fresh();
    on_town(world, |world, path| {
        let old = id_of(path);
        let new = format!("renamed-{number}");
        world.rename(path, &format!("content/towns/{new}.yaml"));
        let path = format!("content/towns/{new}.yaml");
        set_line(world, &path, "id: ", &new);
        set_line(world, &path, "former_ids: ", &format!("[{old}]"));
        for (from, to) in [
            (format!("  {old}: "), format!("  {new}: ")),
            (format!("[{old}"), format!("[{new}")),
        ] {
            replace_everywhere(world, &from, &to);
        }
    })
}

fn prose(world: &mut World) -> bool {
    let number = world.fresh();
    on_town(world, |world, path| {
        let text = format!("{number}番目の文です。[](group:yoru)もあります。\n");
        world.put(&path.replace(".yaml", ".md"), text);
    })
}

fn place(world: &mut World) -> bool {
    let east = world.chance.below(90);
    on_town(world, |world, path| {
        set_line(
            world,
            path,
            "place: ",
            &format!("{{lat: 35.1, lon: 138.{east}}}"),
        )
    })
}

fn group_field(world: &mut World) -> bool {
    let changes = [
        ("fee: 500", "fee: 700"),
        ("fee: 700", "fee: null"),
        ("kind: meetup", "kind: office"),
        ("towns: [momiji]", "towns: [aoba, momiji]"),
        ("status: active", "status: closed"),
        ("as_of: 2026", "as_of: null"),
        ("topics: [work]", "topics: [cost]"),
        ("everywhere: true", "towns: [sakura]"),
        ("夜に", "夜おそくに"),
    ];
    let (from, to) = changes[world.chance.below(changes.len())];
    replace(world, "content/groups/all.yaml", from, to)
}

fn delete_group(world: &mut World) -> bool {
    let text = world.text("content/groups/all.yaml");
    let Some(start) = text.rfind("- id: ").filter(|start| *start > 0) else {
        return false;
    };
    world.put("content/groups/all.yaml", &text[..start]);
    true
}

/// Changes one line of a statistic's values.
fn on_value(world: &mut World, edit: impl FnOnce(&mut World, &str) -> String) -> bool {
    let Some(path) = world.path("content/indicators/towns/", ".yaml") else {
        return false;
    };
    let text = world.text(&path);
    let Some((before, values)) = text.split_once("\nvalues:\n") else {
        return false;
    };
    let mut lines: Vec<String> = values.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return false;
    }
    let chosen = world.chance.below(lines.len());
    lines[chosen] = edit(world, &lines[chosen]);
    let values = lines.join("\n");
    world.put(&path, format!("{before}\nvalues:\n{values}\n"));
    true
}

fn value(world: &mut World) -> bool {
    on_value(world, |world, line| {
        let id = line.split(':').next().unwrap_or("  aoba");
        format!("{id}: {}", 3 + world.chance.below(60_000))
    })
}

fn unknown_value(world: &mut World) -> bool {
    on_value(world, |world, line| {
        let id = line.split(':').next().unwrap_or("  aoba");
        format!(
            "{id}: {}",
            ["null", "not_applicable"][world.chance.below(2)]
        )
    })
}

fn swap_values(world: &mut World) -> bool {
    on_statistic(world, |world, path| {
        let text = world.text(path);
        if let Some((before, values)) = text.split_once("\nvalues:\n") {
            let lines: Vec<(&str, &str)> = values
                .lines()
                .filter_map(|line| line.split_once(": "))
                .collect();
            let numbers = lines.iter().map(|(_, number)| *number).rev();
            let swapped: String = lines
                .iter()
                .zip(numbers)
                .map(|((id, _), number)| format!("{id}: {number}\n"))
                .collect();
            world.put(path, format!("{before}\nvalues:\n{swapped}"));
        }
    })
}

fn national(world: &mut World) -> bool {
    let value = world.chance.below(70_000);
    on_statistic(world, |world, path| {
        set_line(world, path, "national: ", &format!("{{value: {value}}}"))
    })
}

fn label(world: &mut World) -> bool {
    let number = world.fresh();
    on_statistic(world, |world, path| {
        set_line(
            world,
            path,
            "label: ",
            &format!("{{ja: 統計{number}, en: Statistic {number}}}"),
        );
    })
}

fn period(world: &mut World) -> bool {
    let period = ["2023", "FY2025", "2025-10", "2020-10-01/2024-10-01"][world.chance.below(4)];
    on_statistic(world, |world, path| {
        set_line(world, path, "as_of: ", period)
    })
}

fn hidden(world: &mut World) -> bool {
    let hidden = ["true", "false"][world.chance.below(2)];
    on_statistic(world, |world, path| {
        set_line(world, path, "hidden: ", hidden)
    })
}

fn scale(world: &mut World) -> bool {
    let (key, value) = [
        ("scale: ", "share"),
        ("scale: ", "interval"),
        ("scale: ", "index"),
        ("better: ", "higher"),
        ("better: ", "neutral"),
        ("group: ", "basics"),
        ("aggregate: ", "sum"),
    ][world.chance.below(7)];
    on_statistic(world, |world, path| set_line(world, path, key, value))
}

fn decimals(world: &mut World) -> bool {
    let decimals = world.chance.below(4).to_string();
    on_statistic(world, |world, path| {
        set_line(world, path, "decimals: ", &decimals)
    })
}

fn source(world: &mut World) -> bool {
    let number = world.fresh();
    on_statistic(world, |world, path| {
        set_line(world, path, "  publisher: ", &format!("見本統計局{number}"))
    })
}

fn add_statistic(world: &mut World) -> bool {
    let number = world.fresh();
    let text = format!(
        "label: {{ja: 新しい統計{number}, en: New {number}}}\nunit: {{ja: 人, en: people}}\ngroup: basics\nscale: ratio\n\
         words: {{ja: {{more: 多い, less: 少ない}}, en: {{more: more, less: less}}}}\nsource:\n  statistic: 見本統計{number}\n\
         \x20 publisher: 見本統計局\n  url: https://statistics.example/{number}\n  licence: CC BY 4.0\nas_of: 2024\nvalues:\n\
         \x20 aoba: {}\n  sakura: {}\n",
        10 + number,
        20 + 2 * number,
    );
    world.put(&format!("content/indicators/towns/new-{number}.yaml"), text);
    true
}

fn delete_statistic(world: &mut World) -> bool {
    on_statistic(world, |world, path| world.remove(path))
}

fn field_label(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        TOWNS,
        "label: {ja: ",
        &format!("label: {{ja: 新{number}"),
    )
}

fn add_field(world: &mut World) -> bool {
    let number = world.fresh();
    let kind = ["text", "number", "boolean", "date"][world.chance.below(4)];
    let field = format!(
        "\nfields:\n  field_{number}: {{label: {{ja: 欄{number}, en: Field {number}}}, kind: {kind}, group: basics}}\n"
    );
    let added = replace(world, TOWNS, "\nfields:\n", &field);
    if kind == "number" {
        on_town(world, |world, path| {
            set_line(world, path, &format!("field_{number}: "), "12")
        });
    }
    added
}

fn option_label(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        TOWNS,
        "east: {ja: ",
        &format!("east: {{ja: 新{number}"),
    )
}

fn pairs(world: &mut World) -> bool {
    let pairs = [
        "all",
        "none",
        "[{same: [area]}]",
        "[{nearest: 1}]",
        "[{with: [aoba]}]",
    ][world.chance.below(5)];
    set_line(world, TOWNS, "  pairs: ", pairs);
    true
}

fn minimum_rows(world: &mut World) -> bool {
    let rows = 1 + world.chance.below(5);
    set_line(world, TOWNS, "  minimum_rows: ", &rows.to_string());
    true
}

fn columns(world: &mut World) -> bool {
    let key = ["  columns: ", "  lead: ", "  indicators: "][world.chance.below(3)];
    let list = ["[rent]", "[snow, rent]", "[people]"][world.chance.below(3)];
    if key == "  indicators: " {
        return replace(
            world,
            TOWNS,
            "\npage:\n",
            "\npage:\n  indicators: [snow, rent, homes]\n",
        );
    }
    set_line(world, TOWNS, key, list);
    true
}

fn group_order(world: &mut World) -> bool {
    let text = world.text(TOWNS);
    let (housing, climate) = (
        "  housing: {ja: 住まい, en: Housing}\n",
        "  climate: {ja: 気候, en: Climate}\n",
    );
    let swapped = match text.contains(&format!("{housing}{climate}")) {
        true => text.replace(
            &format!("{housing}{climate}"),
            &format!("{climate}{housing}"),
        ),
        false => text.replace(
            &format!("{climate}{housing}"),
            &format!("{housing}{climate}"),
        ),
    };
    let changed = swapped != text;
    world.put(TOWNS, swapped);
    changed
}

fn collection_name(world: &mut World) -> bool {
    let number = world.fresh();
    set_line(
        world,
        GROUPS,
        "name: ",
        &format!("{{ja: 集まり{number}, en: Groups {number}}}"),
    );
    true
}

fn shapes(world: &mut World) -> bool {
    let north = 7 + world.chance.below(3);
    replace(
        world,
        "content/maps/towns.geojson",
        "[139.8,35.",
        &format!("[139.8,35.{north}"),
    ) || append_nothing(world)
}

/// The shapes are as they were, but the file isn't: its space at the end shows nowhere.
fn append_nothing(world: &mut World) -> bool {
    append(world, "content/maps/towns.geojson", "\n");
    true
}

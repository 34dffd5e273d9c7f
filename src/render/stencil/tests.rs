//! That stencils print what templates print.

use super::*;

#[test]
fn the_templates_of_the_guide_merely_print() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/guide/templates");
    let mut texts = Vec::new();
    for folder in [root.clone(), root.join("parts")] {
        for entry in std::fs::read_dir(folder).expect("templates") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(&root).expect("below").to_string_lossy();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).expect("a text");
                let file = crate::load::SourcePath::new("t");
                texts.push((name.into_owned(), file, Arc::from(text)));
            }
        }
    }
    let pages = Looks::of(&texts_of(&texts, "compare.html"), &["page", "shell"]);
    let rows = Looks::of(&texts_of(&texts, "compare_row"), &["row"]);
    panic!("{pages:#?} {rows:#?}");
}

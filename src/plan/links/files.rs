//! What a path that leads nowhere was meant to be.

use crate::diagnostic::nearest;
use crate::load::SourcePath;
use crate::parse::target::Target;
use crate::plan::guide::Guide;

/// Longer paths are no slips.
const LONGEST: usize = 200;

/// The destination that somebody probably meant by a path that no file has.
pub(super) fn meant(guide: &Guide, from: &SourcePath, path: &str) -> Option<String> {
    if path.len() > LONGEST {
        return None;
    }
    let narrow = path.replace('：', ":");
    if let Ok(target) = Target::parse(&narrow)
        && narrow != path
        && guide.resolve(&target, from).is_some()
    {
        return Some(narrow);
    }
    if path.contains('@') && !path.contains('/') {
        return Some(format!("mailto:{path}"));
    }
    if is_host(path.split('/').next().unwrap_or(path)) {
        return Some(format!("https://{path}"));
    }
    let folder: Vec<&str> = from.folder().split('/').collect();
    let files: Vec<(String, &str)> = guide
        .articles
        .iter()
        .flat_map(|article| &article.versions)
        .map(|version| &version.file)
        .chain(
            guide
                .sections
                .iter()
                .flat_map(|section| section.fronts.iter().map(|front| &front.file)),
        )
        .map(|file| (relative(&folder, file.as_str()), file.stem()))
        .collect();
    // The address of an article instead of its file: `../first/`.
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path);
    let ending = [".html", ".md"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending));
    let last = ending.unwrap_or(last);
    let by_name = files
        .iter()
        .find(|(_, stem)| *stem == last && last != "index");
    if let Some((file, _)) = by_name {
        return Some(file.clone());
    }
    nearest(path, files.iter().map(|(file, _)| file.as_str())).map(str::to_owned)
}

/// Whether it looks like the name of a web host and not like a file's.
fn is_host(name: &str) -> bool {
    const FILES: [&str; 12] = [
        "md", "markdown", "html", "htm", "yaml", "yml", "jpg", "jpeg", "png", "gif", "webp", "pdf",
    ];
    let parts: Vec<&str> = name.split('.').collect();
    let plain = |part: &&str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    parts.len() > 1
        && parts.iter().all(plain)
        && parts
            .last()
            .is_some_and(|last| last.len() > 1 && !FILES.contains(last))
}

/// The way from a folder to a file.
fn relative(folder: &[&str], file: &str) -> String {
    let names: Vec<&str> = file.split('/').collect();
    let same = folder
        .iter()
        .zip(&names)
        .take_while(|(left, right)| left == right);
    let same = same.count();
    let up = "../".repeat(folder.len() - same);
    let down = names.get(same..).unwrap_or_default().join("/");
    format!("{up}{down}")
}

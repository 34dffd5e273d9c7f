//! Image files that are too large for readers on a phone, or that nothing shows.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::target::Target;
use crate::plan::Guide;
use crate::plan::links::Lead;
use crate::review::texts;
use crate::review::unlinked_articles::{faulty, names};

/// Bytes of a file that readers should load at most.
const LARGEST: usize = 500_000;

/// Reports image files over 500 kB and images that no text shows or links to.
pub(super) fn check(guide: &Guide, sources: &Sources, report: &mut Report) {
    let used = used(guide);
    let faulty = faulty(report);
    for (image, used) in guide.images.iter().zip(used) {
        if image.bytes.len() > LARGEST {
            report.add(large(&image.file, image.bytes.len()));
        }
        let name = image.file.as_str().rsplit('/').next().unwrap_or_default();
        if !used && !names(sources, &faulty, name) {
            report.add(unused(&image.file));
        }
    }
}

/// For each image, whether a text names it.
fn used(guide: &Guide) -> Vec<bool> {
    let mut used = vec![false; guide.images.len()];
    if used.is_empty() {
        return used;
    }
    let mut note = |target: &Target, file: &SourcePath| {
        if matches!(target, Target::File { .. })
            && let Some(Lead::Image(image)) = guide.lead(target, file)
            && let Some(used) = used.get_mut(image)
        {
            *used = true;
        }
    };
    for document in texts::documents(guide, &|_| true) {
        let Some(file) = &document.file else { continue };
        for (path, _) in &document.images {
            let path = path.clone();
            note(&Target::File { path, anchor: None }, file);
        }
        for (target, _) in &document.links {
            note(target, file);
        }
    }
    used
}

fn large(file: &SourcePath, bytes: usize) -> Diagnostic {
    let size = bytes.div_ceil(1000);
    Diagnostic::new(
        Code::LargeImage,
        Place::file(file),
        Message::new(
            format!("画像が {size} kB あります（500 kB まで）"),
            format!("the image has {size} kB (at most 500 kB)"),
        ),
    )
    .with_help(Message::new(
        "長い辺を1600ピクセルほどに縮め、写真ならJPEGかWebPで書き出し直します",
        "scale it to about 1,600 pixels at its longer side, and export a photograph as JPEG or WebP",
    ))
}

fn unused(file: &SourcePath) -> Diagnostic {
    let name = file.as_str().rsplit('/').next().unwrap_or_default();
    Diagnostic::new(
        Code::UnusedImage,
        Place::file(file),
        Message::new("どの文章にも出てこない画像です", "no text shows this image"),
    )
    .with_help(Message::new(
        format!("使うなら文章に `![画像の内容]({name})` と書き、使わないならファイルを消します"),
        format!("to use it, write `![what it shows]({name})` in a text; otherwise remove the file"),
    ))
}

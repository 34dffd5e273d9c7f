//! Images in `content/`: their size in pixels, without decoding them.

use std::sync::Arc;

use imagesize::ImageType;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::Image;

/// Reads an image's size; reports one that is broken or of another kind than its name says.
pub(super) fn parse(file: &SourcePath, bytes: &Arc<[u8]>, report: &mut Report) -> Option<Image> {
    let kind = imagesize::image_type(bytes).ok().and_then(endings);
    let Some(endings) = kind else {
        report.add(problem(
            file,
            Message::new(
                "画像として読めません。壊れているか、別の種類のファイルです",
                "this can't be read as an image; it is broken or something else",
            ),
            Message::new(
                "PNG、JPEG、GIF、WebP のどれかで書き出し直します",
                "export it again as PNG, JPEG, GIF or WebP",
            ),
        ));
        return None;
    };
    if !endings.contains(&file.ending()) {
        let ending = endings.first().copied().unwrap_or_default();
        report.add(problem(
            file,
            Message::new(
                format!("中身は {ending} の画像です"),
                format!("its bytes are a {ending} image"),
            ),
            Message::new(
                format!("`{}.{ending}` に名前を変えます", file.stem()),
                format!("rename it to `{}.{ending}`", file.stem()),
            ),
        ));
        return None;
    }
    let size = imagesize::blob_size(bytes).ok();
    let sides = size.and_then(|size| {
        let width = u32::try_from(size.width).ok()?;
        let height = u32::try_from(size.height).ok()?;
        (width > 0 && height > 0).then_some((width, height))
    });
    let Some((width, height)) = sides else {
        report.add(problem(
            file,
            Message::new("画像が途中で切れています", "the image is cut off"),
            Message::new("もう一度書き出して置き換えます", "export it again"),
        ));
        return None;
    };
    Some(Image {
        file: file.clone(),
        bytes: Arc::clone(bytes),
        width,
        height,
    })
}

/// The endings that a kind of image may have, the usual one first.
fn endings(kind: ImageType) -> Option<&'static [&'static str]> {
    match kind {
        ImageType::Gif => Some(&["gif"]),
        ImageType::Jpeg => Some(&["jpg", "jpeg"]),
        ImageType::Png => Some(&["png"]),
        ImageType::Webp => Some(&["webp"]),
        _ => None,
    }
}

fn problem(file: &SourcePath, message: Message, help: Message) -> Diagnostic {
    Diagnostic::new(Code::MissingImage, Place::file(file), message).with_help(help)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::parse;
    use crate::diagnostic::{Code, Report};
    use crate::load::SourcePath;

    const GIF: &[u8] = b"GIF89a\x02\x00\x03\x00\x00\x00\x00;";

    fn size(name: &str, bytes: &[u8]) -> Result<(u32, u32), Vec<Code>> {
        let mut report = Report::default();
        let bytes: Arc<[u8]> = bytes.into();
        let image = parse(&SourcePath::new(name), &bytes, &mut report);
        let codes = report.diagnostics().iter().map(|found| found.code);
        image
            .map(|image| (image.width, image.height))
            .ok_or(codes.collect())
    }

    #[test]
    fn the_size_is_read_from_the_head() {
        assert_eq!(size("content/articles/a/b.gif", GIF), Ok((2, 3)));
    }

    #[test]
    fn broken_and_misnamed_images_are_refused() {
        let missing = Err(vec![Code::MissingImage]);
        assert_eq!(size("content/a.png", GIF), missing);
        assert_eq!(size("content/a.gif", &GIF[..7]), missing);
        assert_eq!(size("content/a.gif", b""), missing);
        assert_eq!(size("content/a.png", b"<html><script>"), missing);
        assert_eq!(size("content/a.gif", b"GIF89a\0\0\0\0\0\0\0"), missing);
    }
}

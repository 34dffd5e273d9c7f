//! What can be wrong with Markdown, in words; raw HTML and headings have theirs beside them.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Edit, Message, Place, Report};
use crate::load::SourcePath;

/// Where problems of one text go. Ranges are bytes of the text and become bytes of the file.
pub(super) struct Problems<'a> {
    pub(super) file: &'a SourcePath,
    /// Where the text begins in the file.
    pub(super) offset: usize,
    pub(super) report: &'a mut Report,
}

impl Problems<'_> {
    pub(super) fn add(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: Message,
        help: Option<Message>,
    ) {
        self.add_mendable(code, range, message, help, None);
    }

    /// With what the range is to be written as, if there is one right answer.
    pub(super) fn add_mendable(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: Message,
        help: Option<Message>,
        right: Option<String>,
    ) {
        let span = self.in_file(range.clone());
        let mut diagnostic = Diagnostic::new(code, self.place(range), message);
        diagnostic.help = help;
        diagnostic.fix.extend(right.map(|text| Edit {
            span: (span.start, span.end),
            text,
        }));
        self.report.add(diagnostic);
    }

    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::span(self.file, self.in_file(range))
    }

    pub(super) fn in_file(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    pub(super) fn unpaired_emphasis(&mut self, range: Range<usize>, source: &str) {
        let marks = source.get(range.clone()).unwrap_or_default();
        let escaped: String = marks.chars().flat_map(|mark| ['\\', mark]).collect();
        self.add(
            Code::UnpairedEmphasis,
            range,
            Message::new(
                format!("`{marks}` に対になる記号がなく、そのまま表示されます"),
                format!("`{marks}` has no counterpart and is shown as it is"),
            ),
            Some(Message::new(
                format!("強調なら、記号の内側に空白を入れずに両端を囲みます。記号そのものなら `{escaped}` と書きます"),
                format!("for emphasis put it on both sides, without spaces inside; for the mark itself write `{escaped}`"),
            )),
        );
    }

    pub(super) fn missing_alternative(&mut self, range: Range<usize>) {
        self.add(
            Code::MissingAlt,
            range,
            Message::new(
                "画像に代わりの文がありません",
                "the image has no alternative text",
            ),
            Some(Message::new(
                "見えない人に伝わるように、画像の内容を `![…](…)` の角括弧の中に書きます",
                "say in the brackets of `![…](…)` what the image shows to those who can't see it",
            )),
        );
    }

    pub(super) fn bad_image(&mut self, destination: &str, place: Range<usize>) {
        self.add(
            Code::BadTarget,
            place,
            Message::new(
                format!("画像 `{destination}` はファイルの名前ではありません"),
                format!("the image `{destination}` isn't the name of a file"),
            ),
            Some(Message::new(
                "画像は記事のフォルダーに置き、`![…](photo.jpg)` のように書きます",
                "put the image into the article's folder and write it like `![…](photo.jpg)`",
            )),
        );
    }

    pub(super) fn misplaced_value(&mut self, place: Range<usize>) {
        self.add(
            Code::BadTarget,
            place,
            Message::new(
                "見出しと画像の代わりの文には値を入れられません",
                "a live value can't stand in a heading or an image's alternative text",
            ),
            Some(Message::new(
                "値は本文に書きます",
                "write the value in the text",
            )),
        );
    }

    pub(super) fn open_value(&mut self, place: Range<usize>) {
        self.add(
            Code::BadTarget,
            place,
            Message::new(
                "`{{` が `}}` で閉じられていません",
                "`{{` isn't closed by `}}`",
            ),
            Some(Message::new(
                "記号そのものを見せたいときは `\\{{` と書くか、`` ` `` で囲みます",
                "to show the braces themselves write `\\{{` or put them in a code span",
            )),
        );
    }

    pub(super) fn heading_attributes(&mut self, range: Range<usize>) {
        self.add(
            Code::RawHtml,
            range,
            Message::new(
                "見出しの波括弧には id だけを書けます",
                "the braces of a heading can hold an id only",
            ),
            Some(Message::new(
                "`## 見出し {#midashi}` のように書きます。波括弧そのものは `\\{` と書きます",
                "write it like `## Heading {#heading}`; for braces themselves write `\\{`",
            )),
        );
    }
}

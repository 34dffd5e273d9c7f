//! The keys that every record has.

use jiff::civil::Date;

use crate::parse::markdown::Document;
use crate::parse::period::Period;
use crate::parse::record::RecordSource;
use crate::parse::record::read::source;
use crate::parse::record::values::markdown;
use crate::parse::text::Text;
use crate::parse::yaml::declared::{declare, list_of, mapping_of};
use crate::parse::yaml::kinds::{
    BOOLEAN, DATE, PERIOD, READING, SLUG, STRING, TEXT, URL, number_within,
};
use crate::parse::yaml::{Kind, Shape};

declare! {
    /// The keys that every record has; no field may take their name.
    pub(crate) static RECORD: RecordKeys = {
        id: Required String = SLUG, "レコードのid。一件だけのファイルでは、ファイル名と同じにする", "The record's id; in a file that holds one record, the file's name";
        name: Required Text = TEXT, "読者に見せる名前", "What readers see";
        kana: Required String = READING, "名前の読み。ひらがな、ー、・、数字、空白", "Its reading: hiragana, ー, ・, digits, spaces";
        aliases: Optional Vec<String> = list_of!(STRING), "略称、旧称、別の名前", "Short, former or other names";
        former_ids: Optional Vec<String> = list_of!(SLUG), "前に使っていたid。前のページは今のページへ転送される", "Ids that it had before; their pages redirect here";
        everywhere: Optional bool = BOOLEAN, "`true`: 参照できるレコードのすべてに当てはまる（全国など）。参照の項目は書かない", "`true`: it stands for all records that its references could name, which are left out";
        review_by: Optional Date = DATE, "見直しの期限。過ぎると警告が出る", "When its facts should be looked at again";
        sources: Optional Vec<RecordSource> = list_of!(SOURCE_KIND), "出典。分かっている値が一つでもあれば必要", "Where the facts were read; required as soon as one fact is known";
    }
}

declare! {
    /// The keys of a source.
    pub(super) static SOURCE: SourceKeys = {
        url: Required String = URL, "読んだページのアドレス", "The page's address";
        title: Optional Text = TEXT, "資料の題名", "Its title";
        as_of: Optional Period = PERIOD, "時点。資料がいつのものか。分からなければ null（「日付未確認」と出る）", "The time that it speaks of; null if it isn't known";
    }
}

declare! {
    /// The keys of a place, in degrees.
    pub(crate) static PLACE: PlaceKeys = {
        lat: Required f64 = number_within::<-90, 90>(), "緯度（度）", "The latitude in degrees";
        lon: Required f64 = number_within::<-180, 180>(), "経度（度）", "The longitude in degrees";
    }
}

/// Where facts were read.
pub(crate) const SOURCE_KIND: Kind<RecordSource> = mapping_of!(SOURCE, source);

/// Markdown without headings.
pub(crate) const MARKDOWN: Kind<Document> = Kind {
    shape: || Shape::Markdown,
    read: |reader, value| markdown(reader, value),
};

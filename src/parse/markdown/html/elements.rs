//! The elements that content may use.

use ammonia::Builder;

use super::scan::Attribute;

/// An allowed element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    /// May stand between paragraphs and hold them; all others are for running text.
    pub(super) flow: bool,
    /// Has no end tag.
    pub(super) void: bool,
    /// Its end tag may be left out.
    pub(super) optional_end: bool,
    /// The only element that it may stand in.
    pub(super) parent: Option<&'static str>,
    /// An element that it can't do without.
    pub(super) wants: Option<&'static str>,
    /// An attribute that it may have, besides `lang`.
    attribute: Option<&'static str>,
    /// An attribute that it can't do without.
    pub(super) required: Option<&'static str>,
}

const PLAIN: Element = Element {
    name: "",
    flow: false,
    void: false,
    optional_end: false,
    parent: None,
    wants: None,
    attribute: None,
    required: None,
};

const fn plain(name: &'static str) -> Element {
    Element { name, ..PLAIN }
}

const fn part_of_ruby(name: &'static str) -> Element {
    Element {
        optional_end: true,
        parent: Some("ruby"),
        ..plain(name)
    }
}

const fn void(name: &'static str) -> Element {
    Element {
        void: true,
        ..plain(name)
    }
}

static ELEMENTS: &[Element] = &[
    Element {
        attribute: Some("title"),
        ..plain("abbr")
    },
    void("br"),
    Element {
        flow: true,
        wants: Some("summary"),
        ..plain("details")
    },
    Element {
        flow: true,
        ..plain("div")
    },
    plain("kbd"),
    plain("mark"),
    part_of_ruby("rb"),
    part_of_ruby("rp"),
    part_of_ruby("rt"),
    Element {
        wants: Some("rt"),
        ..plain("ruby")
    },
    plain("small"),
    plain("span"),
    plain("sub"),
    Element {
        parent: Some("details"),
        ..plain("summary")
    },
    plain("sup"),
    Element {
        attribute: Some("datetime"),
        required: Some("datetime"),
        ..plain("time")
    },
    void("wbr"),
];

/// An allowed element by its name in lower case.
pub(super) fn find(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name == name)
}

/// All names, for help texts.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|element| element.name)
}

impl Element {
    pub(super) fn allows(&self, attribute: &Attribute<'_>) -> bool {
        if attribute.name != "lang" {
            return self.attribute == Some(&attribute.name);
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !attribute.value.is_empty() && attribute.value.bytes().all(plain)
    }

    /// `<rb>` is obsolete and says nothing that its `<ruby>` doesn't; it's left out.
    fn is_left_out(&self) -> bool {
        self.name == "rb"
    }

    pub(super) fn end_tag(&self) -> String {
        if self.is_left_out() {
            return String::new();
        }
        format!("</{}>", self.name)
    }
}

/// `ammonia`, with the allow-list.
pub(super) struct Cleaner(Builder<'static>);

impl Cleaner {
    pub(super) fn new() -> Self {
        let mut builder = Builder::empty();
        builder
            .add_tags(names())
            .rm_generic_attributes(["title"])
            .add_generic_attributes(["lang"])
            .link_rel(None);
        for element in ELEMENTS {
            builder.add_tag_attributes(element.name, element.attribute);
        }
        Self(builder)
    }

    /// A clean start tag, made from one as it is written.
    pub(super) fn start_tag(&self, element: &Element, source: &str) -> String {
        if element.is_left_out() {
            return String::new();
        }
        let clean = self.0.clean(source).to_string();
        let end = format!("</{}>", element.name);
        let start = clean.strip_suffix(&end).unwrap_or(&clean);
        // Should the two parsers ever read a tag differently, a bare one is still a right one.
        let is_one_tag = start.starts_with(&format!("<{}", element.name))
            && start.matches('<').count() == 1
            && start.ends_with('>');
        if is_one_tag {
            start.to_owned()
        } else {
            format!("<{}>", element.name)
        }
    }

    /// Clean text between tags.
    pub(super) fn text(&self, text: &str) -> String {
        if text.contains(['<', '>', '&', '\0']) {
            self.0.clean(text).to_string()
        } else {
            text.to_owned()
        }
    }
}

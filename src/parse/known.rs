//! What parsing found in articles, for the next time they are parsed.
//!
//! An article comes of its path, its bytes and the languages of `site.yaml` alone, so all three are
//! in the [key](Digest::key) of what is known of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Report};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::{Origin, SourcePath, Sources};
use crate::parse::allow::{self, Allow};
use crate::parse::article::{self, Article};
use crate::parse::files::{self, Role};
use crate::parse::markdown::READING_STEP;
use crate::parse::site::Site;
use crate::parse::text::Language;

/// What is known of articles, by their files.
#[derive(Clone, Debug, Default)]
pub struct Known {
    digests: Arc<BTreeMap<SourcePath, Arc<Digest>>>,
    is_lean: bool,
}

/// What one article's file says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Digest {
    /// Stands for everything that the rest follows from.
    pub key: Fingerprint,
    /// `None` when the file is so broken that there is none.
    pub article: Option<Arc<Article>>,
    /// What else in the guide depends on it.
    pub outline: Outline,
    /// What is wrong with it, with the bytes of the file.
    pub problems: Vec<Diagnostic>,
    /// Comments that allow something.
    pub comments: Vec<Allow>,
}

/// What of an article reaches further than its own page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// All that decides on the guide's structure and on what links come to: where the article
    /// stands, what it links to, what may be linked to in it.
    pub structure: Fingerprint,
    /// All that lists, links and neighbours show of it.
    pub shown: Fingerprint,
}

impl Outline {
    /// Places in the file are no part of it.
    fn of(article: &Article) -> Self {
        let Article {
            section,
            slug,
            file,
            language,
            title,
            description,
            answer,
            tags,
            published,
            updated,
            review_by,
            order,
            related,
            sources,
            former_paths,
            draft,
            body,
        } = article;
        let structure = Mixer::default()
            .hash(&(section, slug, file, language, order, draft))
            .hash(&(tags, related, former_paths))
            .part(body.structure())
            .finish();
        let shown = Mixer::default()
            .hash(&(title, description, answer, published, updated, review_by))
            .hash(sources)
            .number(body.characters.div_ceil(READING_STEP) as u64)
            .finish();
        Self { structure, shown }
    }
}

impl Known {
    /// Nothing yet, and never the events of articles: they take far more memory than the texts they
    /// are made from, which whoever asks for this has in memory.
    pub fn lean() -> Self {
        Self {
            is_lean: true,
            ..Self::default()
        }
    }

    /// Knows this and nothing else from now on.
    pub(super) fn replace(&mut self, digests: Vec<(SourcePath, Arc<Digest>)>) {
        self.digests = Arc::new(digests.into_iter().collect());
    }

    /// Reads an article again: what was known of it, and what is now. `None` unless it was known and
    /// nothing is wrong with it, now as before.
    pub fn read_again(
        &self,
        file: &SourcePath,
        site: &Site,
        sources: &Sources,
    ) -> Option<(Arc<Digest>, Arc<Digest>)> {
        let (before, now) = (self.get(file)?, article(file, site, sources, self)?);
        let is_sound = before.is_sound() && now.is_sound();
        is_sound.then(|| (Arc::clone(before), now))
    }

    /// Knows this of a file from now on.
    pub fn insert(&mut self, file: SourcePath, digest: Arc<Digest>) {
        Arc::make_mut(&mut self.digests).insert(file, digest);
    }

    /// What is known of a file.
    pub fn get(&self, file: &SourcePath) -> Option<&Arc<Digest>> {
        self.digests.get(file)
    }

    /// Everything that is known, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<Digest>)> {
        self.digests.iter()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }
}

impl FromIterator<(SourcePath, Arc<Digest>)> for Known {
    fn from_iter<I: IntoIterator<Item = (SourcePath, Arc<Digest>)>>(digests: I) -> Self {
        Self {
            digests: Arc::new(digests.into_iter().collect()),
            is_lean: false,
        }
    }
}

impl Digest {
    /// Whether there is an article, and nothing wrong with it.
    pub fn is_sound(&self) -> bool {
        self.article.is_some() && self.problems.is_empty()
    }

    /// Makes a digest whole that comes from a store. `None` if it isn't what it should be.
    pub fn restored(mut self, file: &SourcePath, origin: &Origin) -> Option<Self> {
        if let Some(article) = &mut self.article {
            let article = Arc::get_mut(article)?;
            article.file = file.clone();
            article.body.found_in(file, origin, None);
        }
        let is_here = |problem: &Diagnostic| problem.place.file == *file;
        self.problems.iter().all(is_here).then_some(self)
    }
}

/// Reads an article by its file alone. `None` for what is no article's file.
pub fn article(
    file: &SourcePath,
    site: &Site,
    sources: &Sources,
    known: &Known,
) -> Option<Arc<Digest>> {
    let Ok(Role::Article {
        section,
        slug,
        language,
    }) = files::role(file, site)
    else {
        return None;
    };
    let name = Name {
        section: &section,
        slug: &slug,
        language: &language,
    };
    read(file, &name, &site.languages, sources, known)
}

/// An article's place in the guide, by its path.
pub(super) struct Name<'a> {
    pub(super) section: &'a str,
    pub(super) slug: &'a str,
    pub(super) language: &'a Language,
}

/// Reads an article unless it is known.
pub(super) fn read(
    file: &SourcePath,
    name: &Name<'_>,
    languages: &[Language],
    sources: &Sources,
    known: &Known,
) -> Option<Arc<Digest>> {
    let source = sources.file(file)?;
    let key = key(file, source.origin().fingerprint(), languages);
    if let Some(digest) = known.get(file).filter(|digest| digest.key == key) {
        return Some(Arc::clone(digest));
    }
    let bytes = source.bytes();
    let mut report = Report::default();
    let name = (name.section, name.slug, name.language);
    let mut article = article::parse_article(file, bytes, name, languages, &mut report);
    if let Some(article) = &mut article {
        article.body.found_in(file, source.origin(), source.text());
        if known.is_lean {
            article.body.forget_events();
        }
    }
    Some(Arc::new(Digest {
        key,
        outline: article.as_ref().map_or_else(Outline::default, Outline::of),
        article: article.map(Arc::new),
        problems: report.into_diagnostics(),
        comments: allow::comments(file, bytes),
    }))
}

/// What everything follows from that is known of an article.
pub fn key(file: &SourcePath, bytes: Fingerprint, languages: &[Language]) -> Fingerprint {
    let mut mixer = Mixer::default();
    mixer.text(file.as_str()).part(bytes);
    for language in languages {
        mixer.text(language.as_str());
    }
    mixer.finish()
}

//! A project that is edited and built again and again, and what was done to its output by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::incremental::chance::Chance;
use crate::support::today;

/// Folders and files of a project that a guide is made from.
const SOURCES: [&str; 4] = ["site.yaml", "content", "themes", "overrides"];
/// Folders that are built into. Both share what `.shirube/` remembers of the sources.
const OUTPUTS: [&str; 2] = ["public", "preview"];

/// What stands at a path of the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    File(Arc<[u8]>),
    Link(PathBuf),
    /// A folder with nothing in it.
    Folder,
}

/// The sources by path, relative to the project.
pub(crate) type Sources = BTreeMap<String, Source>;

/// A file of the output, and what tells whether it was written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Built {
    pub(crate) bytes: Vec<u8>,
    pub(crate) inode: u64,
    pub(crate) changed: SystemTime,
}

/// What one output folder has seen besides builds.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    /// Files that no build wrote: they must stay.
    pub(crate) foreign: BTreeMap<String, Vec<u8>>,
    /// Files that were altered since the last build that succeeded: they must be written again.
    pub(crate) altered: BTreeSet<String>,
    /// What happened to what builds remember since the last one into this folder that succeeded.
    pub(crate) memory: Memory,
}

/// What may come of the next build besides what a clean build comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Memory {
    /// Nothing: what the last builds remembered is whole.
    #[default]
    Whole,
    /// It may be refused, since what was remembered of the output may be lost.
    Damaged,
    /// It must be refused where the output holds files, since nothing is remembered.
    Lost,
}

/// How a build is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) today: String,
    pub(crate) drafts: bool,
    pub(crate) base_url: Option<&'static str>,
    /// Another program with the same code, as after an update.
    pub(crate) other_program: bool,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) told: String,
}

/// A project and all that the next step depends on.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) chance: Chance,
    pub(crate) call: Call,
    hands: [Hands; 2],
    pub(crate) output: usize,
    /// Whether the guide has a search, which takes most of a build's time.
    pub(crate) search: bool,
    other_program: PathBuf,
    made: usize,
    /// What clean builds came to.
    clean: Vec<Clean>,
}

/// What a clean build came to.
struct Clean {
    sources: Sources,
    call: Call,
    run: Run,
    built: BTreeMap<String, Built>,
}

impl World {
    pub(crate) fn new(seed: u64, search: bool, other_program: &Path) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = read_below(&repository.join("tests/incremental/site"));
        for (path, source) in read_below(&repository.join("themes/guide")) {
            sources.insert(format!("themes/guide/{path}"), source);
        }
        let world = Self {
            folder: tempfile::tempdir().expect("a folder"),
            chance: Chance::new(seed),
            call: Call {
                today: today(),
                drafts: false,
                base_url: None,
                other_program: false,
            },
            hands: Default::default(),
            output: 0,
            search,
            other_program: other_program.to_owned(),
            made: 0,
            clean: Vec::new(),
        };
        write_all(&world.root(), &sources);
        if search {
            let settings = world.text("site.yaml").replace("search: false\n", "");
            fs::write(world.root().join("site.yaml"), settings).expect("written");
        }
        world
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn output(&self) -> PathBuf {
        self.root().join(OUTPUTS[self.output])
    }

    pub(crate) fn hands(&mut self) -> &mut Hands {
        &mut self.hands[self.output]
    }

    /// Says what happened to what builds into all folders remember.
    pub(crate) fn damaged(&mut self, memory: Memory) {
        for hands in &mut self.hands {
            if hands.memory != Memory::Lost {
                hands.memory = memory;
            }
        }
    }

    /// A number that no name of this project has had.
    pub(crate) fn fresh(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        for top in SOURCES {
            let path = self.root().join(top);
            if path.is_dir() {
                for (below, source) in read_below(&path) {
                    sources.insert(format!("{top}/{below}"), source);
                }
            } else if path.exists() {
                sources.insert(top.to_owned(), read_one(&path));
            }
        }
        sources
    }

    /// Paths of files that begin and end with these, sorted.
    pub(crate) fn paths(&self, begin: &str, end: &str) -> Vec<String> {
        let sources = self.sources();
        let files = sources.into_iter().filter_map(|(path, source)| {
            let fits = path.starts_with(begin) && path.ends_with(end);
            (fits && matches!(source, Source::File(_))).then_some(path)
        });
        files.collect()
    }

    /// One of [`World::paths`].
    pub(crate) fn path(&mut self, begin: &str, end: &str) -> Option<String> {
        let paths = self.paths(begin, end);
        self.chance.of(&paths).cloned()
    }

    /// A file's text; what isn't UTF-8 is replaced, and a missing file is empty.
    pub(crate) fn text(&self, path: &str) -> String {
        let bytes = fs::read(self.root().join(path)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Writes a file as one of many editors would.
    pub(crate) fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        let target = self.root().join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        if target.is_symlink() {
            fs::remove_file(&target).expect("removed");
        }
        if self.chance.one_in(3) {
            let beside = target.with_extension("new~");
            fs::write(&beside, bytes).expect("written");
            fs::rename(&beside, &target).expect("moved");
        } else {
            fs::write(&target, bytes).expect("written");
        }
    }

    /// Writes a file so that its time stays; only useful where its length does too.
    pub(crate) fn put_unseen(&mut self, path: &str, bytes: &[u8]) {
        let target = self.root().join(path);
        let before = changed(&target);
        self.put(path, bytes);
        set_changed(&target, before);
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("removed");
    }

    /// Moves a file or folder.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        let target = self.root().join(to);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        fs::rename(self.root().join(from), target).expect("moved");
    }

    /// Makes the sources what they were, touching only what differs, as a change of branch does.
    pub(crate) fn restore(&mut self, wanted: &Sources) {
        let now = self.sources();
        let root = self.root();
        for (path, source) in &now {
            if wanted.get(path) != Some(source) {
                match source {
                    Source::Folder => fs::remove_dir(root.join(path)).expect("removed"),
                    _ => fs::remove_file(root.join(path)).expect("removed"),
                }
            }
        }
        let differs = |(path, source): &(&String, &Source)| now.get(*path) != Some(*source);
        let missing = wanted.iter().filter(differs);
        write_all(
            &root,
            &missing
                .map(|(path, source)| (path.clone(), source.clone()))
                .collect(),
        );
        // Folders that only held what is gone.
        for folder in self.sources() {
            if folder.1 == Source::Folder && wanted.get(&folder.0) != Some(&Source::Folder) {
                remove_empty(&root.join(&folder.0), &root);
            }
        }
    }

    /// Builds this project into its present output folder.
    pub(crate) fn build(&self) -> Run {
        self.run(&self.root(), OUTPUTS[self.output])
    }

    /// Builds a copy of the sources that nothing is known of: what it comes to and its output. Of
    /// sources that were built before the answer is kept, since a clean build is always the same.
    pub(crate) fn build_clean(&mut self) -> (Run, BTreeMap<String, Built>) {
        let sources = self.sources();
        let call = Call {
            other_program: false,
            ..self.call.clone()
        };
        let known = |clean: &&Clean| clean.call == call && clean.sources == sources;
        if let Some(clean) = self.clean.iter().find(known) {
            return (clean.run.clone(), clean.built.clone());
        }
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        write_all(&root, &sources);
        let run = self.run(&root, OUTPUTS[0]);
        let built = read_built(&root.join(OUTPUTS[0]));
        self.clean.push(Clean {
            sources,
            call,
            run: run.clone(),
            built: built.clone(),
        });
        (run, built)
    }

    fn run(&self, root: &Path, output: &str) -> Run {
        let program = match self.call.other_program {
            true => self.other_program.as_path(),
            false => Path::new(env!("CARGO_BIN_EXE_shirube")),
        };
        let mut command = Command::new(program);
        command
            .args(["build", "--quiet", "--lang", "en", "--jobs", "2"])
            .args(["--output", output, "--today", &self.call.today])
            .current_dir(root)
            .stdin(Stdio::null())
            .env_clear();
        if self.call.drafts {
            command.arg("--drafts");
        }
        if let Some(address) = self.call.base_url {
            command.args(["--base-url", address]);
        }
        let output = command.output().expect("the program runs");
        let told = [output.stdout, output.stderr].concat();
        Run {
            code: output.status.code().expect("no signal"),
            told: String::from_utf8(told).expect("UTF-8"),
        }
    }
}

/// Everything below a folder.
fn read_below(folder: &Path) -> Sources {
    let mut sources = Sources::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("an entry");
        let path = entry.path();
        let relative = path.strip_prefix(folder).expect("below the folder");
        let relative = relative.to_str().expect("UTF-8").to_owned();
        if !entry.file_type().is_dir() {
            sources.insert(relative, read_one(path));
        } else if fs::read_dir(path).expect("a folder").next().is_none() {
            sources.insert(relative, Source::Folder);
        }
    }
    sources
}

fn read_one(path: &Path) -> Source {
    match fs::read_link(path) {
        Ok(target) => Source::Link(target),
        Err(_) => Source::File(fs::read(path).expect("a file").into()),
    }
}

fn write_all(root: &Path, sources: &Sources) {
    for (path, source) in sources {
        let target = root.join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        match source {
            Source::File(bytes) => fs::write(target, bytes).expect("written"),
            Source::Link(to) => std::os::unix::fs::symlink(to, target).expect("linked"),
            Source::Folder => fs::create_dir_all(target).expect("made"),
        }
    }
}

/// Removes an empty folder and those that are empty by that, but not `root`.
fn remove_empty(folder: &Path, root: &Path) {
    if folder != root && fs::remove_dir(folder).is_ok() {
        remove_empty(folder.parent().expect("below the root"), root);
    }
}

/// The files of an output folder.
pub(crate) fn read_built(folder: &Path) -> BTreeMap<String, Built> {
    use std::os::unix::fs::MetadataExt;
    let mut files = BTreeMap::new();
    for path in crate::support::files(folder) {
        let file = folder.join(&path);
        let built = Built {
            bytes: fs::read(&file).expect("a file"),
            inode: fs::metadata(&file).expect("a file").ino(),
            changed: changed(&file),
        };
        files.insert(path, built);
    }
    files
}

pub(crate) fn changed(file: &Path) -> SystemTime {
    let metadata = fs::metadata(file).expect("a file");
    metadata.modified().expect("a time")
}

pub(crate) fn set_changed(file: &Path, time: SystemTime) {
    let opened = File::options().append(true).open(file).expect("a file");
    opened.set_modified(time).expect("set");
}

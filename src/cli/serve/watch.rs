//! Watching the files that a guide is made of.
//!
//! What the system says of the files comes a little later than the files change. Whoever must not
//! miss anything calls [`Watch::settle`]: it makes a file in a folder of its own that is watched
//! too, and when that file is heard of, so is everything before it. Where no such order is kept, or
//! nothing can be watched, all files count as changed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use shirube::load;
use shirube::pipeline::live::Changes;
use tempfile::TempDir;

use super::pending::Pending;

/// How long a mark may take to be heard of. A test that waits for one would fail without it.
const MARK_TIME: Duration = Duration::from_millis(if cfg!(test) { 60_000 } else { 250 });
/// How often new folders may appear while waiting; each takes another mark.
const ROUNDS: usize = 8;

/// Watches a project.
pub(super) struct Watch {
    root: PathBuf,
    heard: Arc<Heard>,
    pending: Arc<Pending>,
    watcher: Option<Mutex<RecommendedWatcher>>,
    marks: Option<TempDir>,
    next_mark: AtomicU64,
    settling: Mutex<()>,
}

/// What is heard on the watcher's thread.
struct Heard {
    root: PathBuf,
    marks: Option<PathBuf>,
    pending: Arc<Pending>,
    state: Mutex<HeardState>,
    changed: Condvar,
}

#[derive(Default)]
struct HeardState {
    /// The latest mark.
    mark: u64,
    /// A folder came, and watching it begins only after it was heard of.
    has_new_folders: bool,
    /// One of the project's own folders came or went.
    has_new_top: bool,
}

impl Watch {
    /// Begins to watch a project (an absolute path without links). The error is why nothing can be
    /// watched; the files are then looked at whenever something is asked for.
    pub(super) fn new(root: &Path, pending: &Arc<Pending>) -> (Self, Option<notify::Error>) {
        let marks = tempfile::Builder::new().prefix("shirube-").tempdir().ok();
        let folder = marks.as_ref().map(|marks| marks.path());
        let heard = Arc::new(Heard {
            root: root.to_owned(),
            marks: folder.map(|folder| folder.canonicalize().unwrap_or(folder.to_owned())),
            pending: Arc::clone(pending),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let hearing = Arc::clone(&heard);
        let made = notify::recommended_watcher(move |event| hearing.hear(event));
        let watched = made.and_then(|mut watcher| {
            watcher.watch(root, RecursiveMode::NonRecursive)?;
            watch_tops(&mut watcher, root)?;
            if let Some(marks) = &heard.marks {
                watcher.watch(marks, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        let (watcher, error) = match watched {
            Ok(watcher) => (Some(Mutex::new(watcher)), None),
            Err(error) => (None, Some(error)),
        };
        let watch = Self {
            root: root.to_owned(),
            heard,
            pending: Arc::clone(pending),
            watcher,
            marks,
            next_mark: AtomicU64::new(1),
            settling: Mutex::default(),
        };
        (watch, error)
    }

    /// Whether settling takes reading all files.
    pub(super) fn is_blind(&self) -> bool {
        self.watcher.is_none() || self.marks.is_none()
    }

    /// Makes sure that every change until now has been noted.
    pub(super) fn settle(&self) {
        // One after another: whoever comes second must not go on while the first still waits for
        // new folders to be watched.
        let _alone = self.settling.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_certain = true;
        for _ in 0..ROUNDS {
            if !self.mark() {
                is_certain = false;
                break;
            }
            if !self.follow_new_folders() {
                break;
            }
            // They are watched by the next round; what was made in them before, nobody heard of.
            is_certain = false;
        }
        if !is_certain {
            self.pending.note(Changes::everything());
        }
    }

    /// Whether everything until now was heard.
    fn mark(&self) -> bool {
        let (Some(marks), Some(_)) = (&self.marks, &self.watcher) else {
            return false;
        };
        let number = self.next_mark.fetch_add(1, Ordering::Relaxed);
        let file = marks.path().join(number.to_string());
        if File::create(&file).is_err() {
            return false;
        }
        let heard = self.heard.wait_for(number);
        // It is gone with its folder at the latest.
        let _ = std::fs::remove_file(file);
        heard
    }

    /// Whether folders came.
    fn follow_new_folders(&self) -> bool {
        let (has_new_top, has_new_folders) = {
            let mut state = self.heard.lock();
            let new = (state.has_new_top, state.has_new_folders);
            (state.has_new_top, state.has_new_folders) = (false, false);
            new
        };
        let is_new = has_new_top || has_new_folders;
        if is_new && let Some(watcher) = &self.watcher {
            let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            if has_new_top {
                for top in load::TOP {
                    // It isn't watched when it has just come.
                    let _ = watcher.unwatch(&self.root.join(top));
                }
                // What can't be watched now comes and goes again, or isn't readable either.
                let _ = watch_tops(&mut watcher, &self.root);
            }
            // The watcher's thread reads on while anything is heard, the next mark among it, and
            // watches new folders only then. It answers when it has: that nothing is set is no
            // matter.
            let _ = watcher.configure(notify::Config::default());
        }
        is_new
    }
}

/// Watches the project's own folders that exist. Links aren't followed.
fn watch_tops(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    for top in load::TOP.map(|top| root.join(top)) {
        if top.symlink_metadata().is_ok_and(|found| found.is_dir()) {
            watcher.watch(&top, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

impl Heard {
    fn lock(&self) -> MutexGuard<'_, HeardState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for(&self, mark: u64) -> bool {
        let until = Instant::now() + MARK_TIME;
        let mut state = self.lock();
        while state.mark < mark {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    fn hear(&self, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // Something was lost, a whole folder maybe.
            _ => {
                self.lock().has_new_folders = true;
                return self.pending.note(Changes::everything());
            }
        };
        if is_reading(event.kind) {
            return;
        }
        let mut paths = BTreeSet::new();
        for path in &event.paths {
            if self.marks.as_deref() == path.parent() {
                self.hear_mark(path);
            } else if let Some(own) = self.own(path) {
                if own.components().count() == 1 && comes_or_goes(event.kind) {
                    self.lock().has_new_top = true;
                }
                if is_new_folder(event.kind, path) {
                    self.lock().has_new_folders = true;
                }
                paths.insert(path.clone());
            }
        }
        self.pending.note(Changes {
            paths,
            everything: false,
        });
    }

    fn hear_mark(&self, path: &Path) {
        let name = path.file_name().and_then(OsStr::to_str);
        if let Some(number) = name.and_then(|name| name.parse().ok()) {
            let mut state = self.lock();
            state.mark = state.mark.max(number);
            self.changed.notify_all();
        }
    }

    /// The path below the project, if the guide is made of it.
    fn own<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        let own = path.strip_prefix(&self.root).ok()?;
        let mut names = own.iter();
        let top = names.next()?;
        let is_own = load::TOP.iter().any(|name| top == OsStr::new(name));
        (is_own && !names.any(load::is_unwanted)).then_some(own)
    }
}

/// Nobody changed anything.
fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

fn comes_or_goes(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
    )
}

fn is_new_folder(kind: EventKind, path: &Path) -> bool {
    match kind {
        EventKind::Create(CreateKind::File) => false,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => path.is_dir(),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests make the files they need")]
mod tests {
    use super::*;

    fn watched() -> (TempDir, PathBuf, Arc<Pending>, Watch) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        std::fs::create_dir(root.join("content")).expect("made");
        let pending = Arc::new(Pending::default());
        let (watch, error) = Watch::new(&root, &pending);
        assert!(error.is_none(), "{error:?}");
        (folder, root, pending, watch)
    }

    #[test]
    fn what_was_written_is_known_once_settled() {
        let (_folder, root, pending, watch) = watched();
        for number in 0..50 {
            let file = root.join(format!("content/{number}.md"));
            std::fs::write(&file, "text").expect("written");
            watch.settle();
            let (changes, _) = pending.take();
            assert!(changes.paths.contains(&file), "{number}: {changes:?}");
        }
    }

    #[test]
    fn what_is_in_new_folders_is_known_too() {
        let (_folder, root, pending, watch) = watched();
        for number in 0..20 {
            let folder = root.join(format!("content/{number}/deep/deeper"));
            std::fs::create_dir_all(&folder).expect("made");
            watch.settle();
            assert!(pending.take().0.everything, "{number}");
            let file = folder.join("a.md");
            std::fs::write(&file, "text").expect("written");
            watch.settle();
            assert!(pending.take().0.paths.contains(&file), "{number}");
        }
        std::fs::remove_dir_all(root.join("content")).expect("removed");
        watch.settle();
        std::fs::create_dir_all(root.join("content/again")).expect("made");
        watch.settle();
        assert!(pending.take().0.everything);
        let file = root.join("content/again/b.md");
        std::fs::write(&file, "text").expect("written");
        watch.settle();
        assert!(pending.take().0.paths.contains(&file));
    }

    #[test]
    fn where_nothing_is_heard_everything_may_have_changed() {
        let (_folder, _root, pending, mut watch) = watched();
        assert!(!watch.is_blind());
        watch.watcher = None;
        assert!(watch.is_blind());
        watch.settle();
        assert!(pending.take().0.everything);
    }

    #[test]
    fn other_files_are_of_no_concern() {
        let (_folder, root, pending, watch) = watched();
        std::fs::create_dir(root.join("public")).expect("made");
        for file in ["public/index.html", "notes.md", "content/.a.md.swp"] {
            std::fs::write(root.join(file), "text").expect("written");
        }
        std::fs::read_dir(root.join("content")).expect("read");
        watch.settle();
        let (changes, _) = pending.take();
        assert!(changes.is_empty(), "{changes:?}");
    }
}

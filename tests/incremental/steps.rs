//! A sequence of edits, each followed by a build and a clean build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::incremental::edits::{self, Edit};
use crate::incremental::world::{Built, Memory, Run, Sources, World, read_built};

/// What was done, to see that it was enough.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) steps: usize,
    /// Steps after which the output was another.
    pub(crate) changed: usize,
    /// Steps after which the build failed.
    pub(crate) failed: usize,
    /// Steps that mended what failed.
    pub(crate) mended: usize,
    /// Steps that went back to all the sources of an earlier one.
    pub(crate) switched: usize,
    /// Builds that were refused for want of memory.
    pub(crate) refused: usize,
    /// How often each edit was done.
    pub(crate) edits: BTreeMap<&'static str, usize>,
}

impl Tally {
    pub(crate) fn add(mut self, other: Self) -> Self {
        self.steps += other.steps;
        self.changed += other.changed;
        self.failed += other.failed;
        self.mended += other.mended;
        self.switched += other.switched;
        self.refused += other.refused;
        for (edit, times) in other.edits {
            *self.edits.entry(edit).or_default() += times;
        }
        self
    }
}

/// Sequences, by their seeds, that together do every kind of edit.
const SHARES: usize = 8;
/// Most edits between two builds.
const BURST: usize = 6;
/// Builds that may fail one after the other before what fails is mended.
const FAILURES: usize = 2;

struct Sequence {
    seed: u64,
    world: World,
    tally: Tally,
    /// What was done so far, for whoever has to find a fault.
    told: Vec<String>,
    /// Edits in an order of their own, so that every kind is done.
    edits: Vec<Edit>,
    next: usize,
    tell: bool,
}

/// Makes a guide, edits it so many times and builds it each time.
pub(crate) fn sequence(seed: u64, steps: usize, search: bool, program: &Path, tell: bool) -> Tally {
    let mut world = World::new(seed, search, program);
    let mut edits = edits::all();
    // Each sequence begins with its share of the list, so that every kind is done; the rest follows
    // in an order of its own.
    let share = edits.len().div_ceil(SHARES);
    let begin = usize::try_from(seed % 100).expect("small") % SHARES * share;
    let middle = begin.min(edits.len());
    edits.rotate_left(middle);
    for last in (share + 1..edits.len()).rev() {
        let other = share + world.chance.below(last + 1 - share);
        edits.swap(last, other);
    }
    let mut sequence = Sequence {
        seed,
        world,
        tally: Tally::default(),
        told: Vec::new(),
        edits,
        next: 0,
        tell,
    };
    sequence.run(steps);
    sequence.tally
}

impl Sequence {
    fn run(&mut self, steps: usize) {
        let mut kept: Vec<Sources> = Vec::new();
        let mut failures = 0;
        self.note("the first build");
        self.check();
        for _ in 0..steps {
            self.tally.steps += 1;
            if failures > 0 && (failures == FAILURES || self.world.chance.one_in(2)) {
                self.note("mended");
                self.tally.mended += 1;
                let whole = kept.last().expect("the first build succeeds").clone();
                self.world.restore(&whole);
            } else if kept.len() > 3 && self.world.chance.one_in(12) {
                self.note("another branch");
                self.tally.switched += 1;
                let branch = self.world.chance.of(&kept).expect("some").clone();
                self.world.restore(&branch);
            } else {
                let burst = match self.world.chance.one_in(6) {
                    true => 2 + self.world.chance.below(BURST - 1),
                    false => 1,
                };
                (0..burst).for_each(|_| self.edit());
            }
            if self.check() {
                failures = 0;
                kept.push(self.world.sources());
            } else {
                failures += 1;
                self.tally.failed += 1;
            }
        }
    }

    /// Does the next edit of the list that there is something for.
    fn edit(&mut self) {
        for _ in 0..self.edits.len() {
            let (name, edit) = self.edits[self.next % self.edits.len()];
            self.next += 1;
            if edit(&mut self.world) {
                self.note(name);
                *self.tally.edits.entry(name).or_default() += 1;
                return;
            }
        }
    }

    fn note(&mut self, what: &str) {
        let line = format!("step {}: {what}", self.tally.steps);
        if self.tell {
            println!("{line}");
        }
        self.told.push(line);
    }

    fn fail(&self, why: &str) -> ! {
        panic!(
            "seed {}, step {}: {why}\n\n{}\n\nINCREMENTAL_SEED={} cargo test incremental:: runs it again",
            self.seed,
            self.tally.steps,
            self.told.join("\n"),
            self.seed
        );
    }

    /// Builds, builds cleanly, and compares; whether the build succeeded.
    fn check(&mut self) -> bool {
        let mut before = read_built(&self.world.output());
        let (clean, expected) = self.world.build_clean();
        let mut run = self.world.build();
        let memory = self.world.hands().memory;
        let after = read_built(&self.world.output());
        if memory != Memory::Whole && clean.code == 0 && run.code == 1 {
            self.refused(&run, &before, &after);
            before.clear();
            run = self.world.build();
        } else if memory == Memory::Lost && clean.code == 0 && !before.is_empty() {
            self.fail(
                "the output holds files that nothing is remembered of, and it was built into",
            );
        }
        let after = read_built(&self.world.output());
        self.same_run(&run, &clean, memory);
        if run.code == 0 {
            self.same_output(&after, &expected);
            self.untouched(&before, &after);
            let bytes = |files: &BTreeMap<String, Built>| -> BTreeMap<String, Vec<u8>> {
                files
                    .iter()
                    .map(|(path, file)| (path.clone(), file.bytes.clone()))
                    .collect()
            };
            self.tally.changed += usize::from(bytes(&before) != bytes(&after));
            self.world.hands().altered.clear();
            self.world.hands().memory = Memory::Whole;
        } else if before != after {
            self.fail("a build that failed changed the output");
        }
        run.code == 0
    }

    /// A build that wasn't sure of the output left it alone and said so; it is then made anew.
    fn refused(
        &mut self,
        run: &Run,
        before: &BTreeMap<String, Built>,
        after: &BTreeMap<String, Built>,
    ) {
        self.note("refused");
        self.tally.refused += 1;
        let output = self.world.output();
        let name = output
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        // Either the folder is named, or the record of it that is damaged.
        let is_named = run.told.contains(name) || run.told.contains(".manifest");
        if !is_named || run.told.contains("error[") {
            self.fail(&format!(
                "the build was refused for another reason:\n{}",
                run.told
            ));
        }
        if before != after {
            self.fail("a build that was refused changed the output");
        }
        fs::remove_dir_all(&output).expect("removed");
        *self.world.hands() = Default::default();
    }

    fn same_run(&self, run: &Run, clean: &Run, memory: Memory) {
        // Where something was damaged, a build may say so before the rest.
        let same = match memory {
            Memory::Whole => run.told == clean.told,
            Memory::Damaged | Memory::Lost => run.told.ends_with(&clean.told),
        };
        if run.code != clean.code || !same {
            self.fail(&format!(
                "exit code {} and\n{}\n\na clean build: exit code {} and\n{}",
                run.code, run.told, clean.code, clean.told
            ));
        }
    }

    fn same_output(&mut self, after: &BTreeMap<String, Built>, expected: &BTreeMap<String, Built>) {
        let foreign = std::mem::take(&mut self.world.hands().foreign);
        for (path, bytes) in &foreign {
            if after.get(path).map(|file| &file.bytes) != Some(bytes) {
                self.fail(&format!(
                    "{path} is someone else's, and was changed or removed"
                ));
            }
        }
        let ours = after
            .iter()
            .filter(|(path, _)| !foreign.contains_key(*path));
        for (path, file) in ours {
            match expected.get(path) {
                None => self.fail(&format!(
                    "{path} is left, but a clean build doesn't write it"
                )),
                Some(wanted) if wanted.bytes != file.bytes => {
                    self.fail(&format!(
                        "{path} is another:\n{}",
                        difference(&file.bytes, &wanted.bytes)
                    ));
                }
                Some(_) => {}
            }
        }
        if let Some(missing) = expected.keys().find(|path| !after.contains_key(*path)) {
            self.fail(&format!("{missing} is missing"));
        }
        self.world.hands().foreign = foreign;
    }

    /// Files whose bytes stayed weren't written again, but for those that were altered by hand.
    fn untouched(&mut self, before: &BTreeMap<String, Built>, after: &BTreeMap<String, Built>) {
        let altered = std::mem::take(&mut self.world.hands().altered);
        for (path, old) in before.iter().filter(|(path, _)| !altered.contains(*path)) {
            if let Some(new) = after.get(path)
                && new.bytes == old.bytes
                && new != old
            {
                self.fail(&format!("{path} is the same, and was written again"));
            }
        }
    }
}

/// The first lines that differ.
fn difference(found: &[u8], wanted: &[u8]) -> String {
    let (found, wanted) = (
        String::from_utf8_lossy(found),
        String::from_utf8_lossy(wanted),
    );
    let differs = found
        .lines()
        .zip(wanted.lines())
        .find(|(one, other)| one != other);
    let (one, other) = differs.unwrap_or(("one ends before the other", ""));
    format!("  built: {one}\n  clean: {other}")
}

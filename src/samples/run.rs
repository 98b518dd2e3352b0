//! One run of a sample: in a copy of its folder, with little of the environment, ended with all that it started.
//!
//! Enter at [`run`]. No shell is between: a command is a program and its arguments.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::Sample;
use crate::path::SourcePath;
use crate::sources::World;

/// More than this no sample may print.
const MOST: usize = 1 << 20;

/// What runs are given.
pub struct Runner {
    /// `PATH`: where programs are found.
    pub path: String,
    /// Where scratch folders are made.
    pub temporary: PathBuf,
    /// What compilers keep between runs.
    pub shared: PathBuf,
    /// The groups of processes that run now: what a person who breaks off wants ended.
    pub groups: Mutex<Vec<u32>>,
    /// Whether a person has broken off: nothing new is started.
    pub stopped: AtomicBool,
}

impl Runner {
    /// Ends all that runs, and lets nothing new begin.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        remember(self, |groups| groups.iter().for_each(|group| end(*group)));
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself; what it printed, the last line being `exit status N` where it failed.
    Printed(String),
    /// Its program is not there.
    NoProgram(String),
    /// It took too long, printed too much, or could not be started: why.
    Failed(String),
}

/// Runs a sample in a copy of its files.
pub fn run(runner: &Runner, world: &World, sample: &Sample, files: &[SourcePath]) -> Ended {
    let scratch = match Scratch::new(&runner.temporary) {
        Ok(scratch) => scratch,
        Err(error) => return Ended::Failed(format!("no scratch folder can be made: {error}")),
    };
    if let Err(error) = copy(world, sample, files, &scratch.work()) {
        return Ended::Failed(format!("its folder cannot be copied: {error}"));
    }
    let ended = command(runner, &scratch, &sample.command, Duration::from_secs(u64::from(sample.timeout)));
    match ended {
        // Where the copy stands is nothing that a recording could name.
        Ended::Printed(text) => Ended::Printed(text.replace(&*scratch.work().to_string_lossy(), ".")),
        other => other,
    }
}

/// What a program says of its version: the first line. `None` if there is no such program.
pub fn version(runner: &Runner, program: &str) -> Option<String> {
    let scratch = Scratch::new(&runner.temporary).ok()?;
    for word in ["version", "--version"] {
        match command(runner, &scratch, &[program.to_owned(), word.to_owned()], Duration::from_secs(20)) {
            Ended::NoProgram(_) => return None,
            Ended::Printed(text) if !text.contains("exit status") => {
                return Some(text.lines().next().unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }
    Some(String::new())
}

/// A folder that goes away with its value: `work` holds the sample, `home` stands for the home folder.
struct Scratch(PathBuf);

impl Scratch {
    fn new(temporary: &Path) -> io::Result<Scratch> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = temporary.join(format!("fingerpost-{}-{number}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        // Fails where something is there already: nobody prepares a folder for us.
        builder.create(&folder)?;
        let scratch = Scratch(folder.canonicalize()?);
        for folder in [scratch.work(), scratch.home(), scratch.temporary()] {
            fs::create_dir(folder)?;
        }
        Ok(scratch)
    }

    fn work(&self) -> PathBuf {
        self.0.join("work")
    }

    fn home(&self) -> PathBuf {
        self.0.join("home")
    }

    fn temporary(&self) -> PathBuf {
        self.0.join("tmp")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(world: &World, sample: &Sample, files: &[SourcePath], work: &Path) -> io::Result<()> {
    for file in files {
        let Some(below) = file.below(sample.file.folder()) else { continue };
        let to = work.join(below);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(to, world.read(file)?)?;
    }
    Ok(())
}

fn command(runner: &Runner, scratch: &Scratch, words: &[String], timeout: Duration) -> Ended {
    let Some((program, arguments)) = words.split_first() else { return Ended::Failed("it has no command".to_owned()) };
    let piped = || -> io::Result<(Child, io::PipeReader)> {
        let (reader, writer) = io::pipe()?;
        let mut command = Command::new(program);
        command.args(arguments).current_dir(scratch.work()).env_clear();
        environment(runner, scratch, &mut command);
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok((command.spawn()?, reader))
    };
    match piped() {
        Ok((child, reader)) => watch(runner, child, reader, timeout),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ended::NoProgram(program.clone()),
        Err(error) => Ended::Failed(format!("`{program}` cannot be started: {error}")),
    }
}

/// All that a sample sees of the environment: no credentials, nothing that differs between people.
fn environment(runner: &Runner, scratch: &Scratch, command: &mut Command) {
    command.env("PATH", &runner.path).env("HOME", scratch.home()).env("TMPDIR", scratch.temporary());
    command.env("LANG", "C.UTF-8").env("TZ", "UTC");
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONHASHSEED", "0");
    command.env("GOCACHE", runner.shared.join("go-build")).env("GOPATH", runner.shared.join("go"));
    // Without this a module cache could not be removed with the rest of the cache.
    command.env("GOFLAGS", "-modcacherw");
    command.env("GOTOOLCHAIN", "local").env("GOPROXY", "off").env("GOTELEMETRY", "off");
}

/// Reads what a child prints until it has ended, or has to be.
fn watch(runner: &Runner, mut child: Child, mut reader: io::PipeReader, timeout: Duration) -> Ended {
    let group = child.id();
    remember(runner, |groups| groups.push(group));
    if runner.stopped.load(Ordering::Relaxed) {
        end(group);
    }
    let deadline = Instant::now() + timeout;
    let (sender, printed) = mpsc::channel();
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let mut part = [0; 8192];
        while let Ok(length @ 1..) = reader.read(&mut part) {
            text.extend_from_slice(&part[..length]);
            if text.len() > MOST {
                break;
            }
        }
        let _ = sender.send(text);
    });
    let mut status = None;
    let mut text = None;
    let mut late = false;
    while status.is_none() && !late {
        match printed.recv_timeout(Duration::from_millis(10)) {
            Ok(all) if all.len() > MOST => {
                text = Some(all);
                break;
            }
            Ok(all) => text = Some(all),
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(Duration::from_millis(10)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        status = child.try_wait().ok().flatten();
        late = Instant::now() >= deadline;
    }
    // What it started and left behind would hold the pipe open.
    end(group);
    let _ = child.kill();
    let status = status.or_else(|| child.wait().ok());
    remember(runner, |groups| groups.retain(|other| *other != group));
    let text = text.or_else(|| printed.recv_timeout(Duration::from_secs(5)).ok()).unwrap_or_default();
    if text.len() > MOST {
        return Ended::Failed(format!("it prints more than {MOST} bytes"));
    }
    if late {
        return Ended::Failed(format!("it was ended after {} s, its `timeout`", timeout.as_secs()));
    }
    let mut text = String::from_utf8_lossy(&text).into_owned();
    if let Some(status) = status.filter(|status| !status.success()) {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(
            &status.code().map_or_else(|| "ended by a signal\n".to_owned(), |code| format!("exit status {code}\n")),
        );
    }
    Ended::Printed(text)
}

fn remember(runner: &Runner, change: impl FnOnce(&mut Vec<u32>)) {
    change(&mut runner.groups.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
}

/// Ends all processes of a group.
fn end(group: u32) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = group;
}

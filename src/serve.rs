//! The preview: a site served from memory, shown anew after each save.
//!
//! Enter at [`Preview::start`]. A thread follows the watcher and makes one [`moment`] of the site after the other
//! ([`rebuild`]); requests are answered from the newest one ([`answer`]). An output is made when somebody asks for it and
//! remembered by its key.
//!
//! Always true: what is served is what `build` would write, but for the reload script and the policy that lets it ask
//! for news ([`inject`]); nothing outside of the plan is ever opened; nothing is written to the disk.
//! Not here: what is printed (`cli/serve.rs`).

mod answer;
mod editor;
mod findings;
mod gate;
mod inbox;
mod inject;
mod kept;
mod missing;
mod moment;
mod moved;
mod own;
mod rebuild;
mod stream;
mod target;
mod watch;
mod wire;

pub use editor::Editor;
pub use inject::without_script;
pub use watch::Watching;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Level};
use crate::path::SourcePath;
use crate::site::SitePage;
use crate::sources::{ReadOptions, Sources, World};
use inbox::Inbox;
use kept::Kept;
use moment::Moment;

/// What a preview is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's root, absolute and free of links.
    pub root: PathBuf,
    /// What reading is told.
    pub read: ReadOptions,
    /// The day, for findings.
    pub today: jiff::civil::Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The name or address to listen at.
    pub host: String,
    /// The port; 0 for any.
    pub port: u16,
    /// Whether another port will not do.
    pub strict_port: bool,
    /// How changes are noticed.
    pub watching: Watching,
    /// Whether any command may be run as the editor, and not those of known editors alone.
    pub any_editor: bool,
}

/// What a preview has to say while it runs.
pub enum Said {
    /// A moment was made.
    Built {
        /// What led to it; empty for the first one.
        changed: Vec<String>,
        /// From the first event to the moment.
        took: Duration,
        /// Pages of the site.
        pages: usize,
        /// Findings that were not there before, with what their places are printed from.
        new: Vec<(Level, Diagnostic)>,
        /// Findings of the moment before that are gone.
        mended: usize,
        /// All errors that are there now.
        errors: usize,
        /// Texts for the findings.
        sources: Arc<Sources>,
    },
    /// Something beside the work.
    Note(String),
}

/// Where a preview says it.
pub type Voice = Arc<dyn Fn(Said) + Send + Sync>;

/// What the answering of requests shares.
struct Shared {
    moment: std::sync::RwLock<Arc<Moment>>,
    inbox: Arc<Inbox>,
    kept: Kept,
    /// The number of the newest moment.
    news: tokio::sync::watch::Sender<u64>,
    gate: gate::Gate,
    editor: editor::Editor,
    /// Known to pages of this run alone.
    token: String,
    moved: std::sync::Mutex<moved::Moved>,
}

impl Shared {
    fn moment(&self) -> Arc<Moment> {
        self.moment.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows a moment in place of the one before it.
    fn publish(&self, moment: Moment, renamed: &[(SourcePath, SourcePath)]) {
        let before = self.moment();
        self.moved.lock().unwrap_or_else(PoisonError::into_inner).follow(&before, &moment, renamed);
        *self.moment.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(moment);
    }

    /// The page that stood at an address before it moved.
    fn went<'a>(&self, asked: &str, moment: &'a Moment) -> Option<&'a SitePage> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner).went(asked, moment)
    }
}

/// A running preview. It ends when it is dropped.
pub struct Preview {
    address: SocketAddr,
    url: String,
    inbox: Arc<Inbox>,
    shared: Arc<Shared>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Preview {
    /// Reads the site and starts to serve it.
    ///
    /// # Errors
    /// The address cannot be listened at.
    pub fn start(options: &Options, voice: &Voice) -> io::Result<Preview> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(8)
            .enable_all()
            .build()?;
        let listener = runtime.block_on(wire::listen(options))?;
        let address = listener.local_addr()?;
        let gate = gate::Gate::new(&options.host, address);
        let url = gate.url();
        let inbox = Arc::new(Inbox::default());
        let world = World::Folder(options.root.clone());
        let (moment, rebuilder) = rebuild::first(world, options, inbox.clone(), voice);
        let shared = Arc::new(Shared {
            moment: std::sync::RwLock::new(Arc::new(moment)),
            inbox: inbox.clone(),
            kept: Kept::new(&options.root),
            news: tokio::sync::watch::Sender::new(1),
            gate,
            editor: Editor::new(options.any_editor),
            token: wire::token(),
            moved: std::sync::Mutex::default(),
        });
        rebuilder.follow(Arc::downgrade(&shared))?;
        runtime.spawn(wire::serve(listener, shared.clone()));
        Ok(Preview { address, url, inbox, shared, runtime: Some(runtime) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to open in a browser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The paths of all outputs of the moment that is shown.
    pub fn paths(&self) -> Vec<crate::path::OutPath> {
        self.shared.moment().paths(&self.shared.kept)
    }

    /// Returns when the user or the system asks the program to end; that is heard from before `ready` is called.
    pub fn wait(&self, ready: impl FnOnce()) {
        if let Some(runtime) = &self.runtime {
            runtime.block_on(async {
                let end = wire::asked_to_end();
                ready();
                end.await;
            });
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.inbox.close();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

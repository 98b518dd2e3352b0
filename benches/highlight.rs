//! What highlighting a block costs: `cargo bench --bench highlight`.
//!
//! `first` has met none of the lines, as in a build from nothing; `again` has met them all.

use fingerpost::cache::store::Store;
use fingerpost::digest::Digest;
use fingerpost::render::highlight::key;
use fingerpost::render::highlight::{Highlighter, Language};
use std::sync::LazyLock;

const GO: &str = r#"// Retry calls f until it succeeds or the context ends.
func Retry(ctx context.Context, attempts int, f func() error) error {
	var err error
	for i := 0; i < attempts; i++ {
		if err = f(); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("gave up after %d attempts: %w", i+1, ctx.Err())
		case <-time.After(time.Duration(i) * 100 * time.Millisecond):
		}
	}
	return err
}
"#;

const PYTHON: &str = r#"@dataclass
class Retry:
    """Calls a function until it succeeds."""

    attempts: int = 3

    def __call__(self, f, *args, **kwargs):
        for i in range(self.attempts):
            try:
                return f(*args, **kwargs)
            except OSError as error:
                log.warning(f"attempt {i + 1} of {self.attempts}: {error!r}")
                time.sleep(0.1 * i)
        raise TimeoutError("gave up")
"#;

const YAML: &str = r#"# One job a version
jobs:
  test:
    strategy:
      matrix:
        python: ["3.12", "3.13"]
    steps:
      - uses: actions/checkout@v4
      - run: |
          pip install -e .
          pytest --maxfail=1
    timeout-minutes: 10
"#;

const BLOCKS: [(&str, &str); 3] = [("go", GO), ("python", PYTHON), ("yaml", YAML)];

static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);

fn main() {
    divan::main();
}

fn block(word: &str, code: &str) -> String {
    let mut out = String::new();
    HIGHLIGHTER.block(Language::find(word).expect("a known word"), code, &mut out);
    out
}

/// No line is known to the memo: each has a number that it has never met.
#[divan::bench(args = BLOCKS.map(|(word, _)| word))]
fn first(bencher: divan::Bencher, word: &str) {
    let (_, code) = BLOCKS.iter().find(|(name, _)| *name == word).expect("one of the blocks");
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            code.replace('\n', &format!(" x{number}\n"))
        })
        .bench_local_values(|code| block(word, &code));
}

/// Every line is known to the memo.
#[divan::bench(args = BLOCKS.map(|(word, _)| word))]
fn again(bencher: divan::Bencher, word: &str) {
    let (_, code) = BLOCKS.iter().find(|(name, _)| *name == word).expect("one of the blocks");
    bencher.bench_local(|| block(word, divan::black_box(code)));
}

/// A block kept by an earlier build, read from disk.
#[divan::bench]
fn kept(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let keys: Vec<Digest> =
        (0..1_000).map(|number| key(Language::find("go").expect("a known word"), &format!("{GO}{number}"))).collect();
    let store = Store::open(folder.path(), "blocks", "bench");
    let html = block("go", GO);
    for key in &keys {
        store.put(*key, html.as_bytes());
    }
    store.save().expect("a writable folder");
    let store = Store::open(folder.path(), "blocks", "bench");
    let mut keys = keys.iter().cycle();
    bencher.bench_local(|| store.get(*keys.next().expect("a cycle")).expect("a kept block"));
}

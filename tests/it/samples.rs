//! `fingerpost test`: samples are run, compared and recorded; nothing else in the program runs anything.

use std::time::{Duration, Instant};

use crate::program::Folder;

const CONFIG: &str = r#"
-- fingerpost.toml --
[samples.python]
command = ["python3", "{file}"]
mask = ['\d+\.\d+s', "at .*"]
timeout = 3
[samples.python-test]
language = "python"
files = "test_*.py"
command = ["python3", "-m", "unittest", "{file}"]
mask = ['\d+\.\d+s']
"#;

fn site(files: &str) -> Folder {
    Folder::new(&format!("{CONFIG}{files}"))
}

fn one(program: &str, recorded: &str) -> Folder {
    site(&format!(
        "
-- content/a.md --
```python {{file=\"one/main.py\"}}
```
-- content/one/main.py --
{program}
-- content/one/main.py.out --
{recorded}
"
    ))
}

#[test]
fn a_sample_that_prints_what_is_recorded_passes_and_is_not_run_again() {
    let site = one("print('hello')", "hello");
    site.run(&["test"]).ended(0).said("python3 {file}").said("1 sample: 1 passed, 0 failed, 0 not run");
    site.run(&["test"]).ended(0).said("1 unchanged since");
    let again = site.run(&["test", "--no-cache"]);
    again.ended(0);
    assert!(!again.out.contains("unchanged"), "{again:?}");
    // What it prints is kept by what it is made of.
    site.write("content/one/main.py", "print('goodbye')\n");
    site.run(&["test"]).ended(1).said("- hello").said("+ goodbye").said("content/one/main.py");
    site.write("content/one/main.py.out", "goodbye\n");
    site.run(&["test"]).ended(0);
}

#[test]
fn a_file_that_a_sample_reads_counts_as_part_of_it() {
    let site = one("print(open('data/x.txt').read(), end='')", "one");
    site.write("content/one/data/x.txt", "one\n");
    site.run(&["test"]).ended(0);
    site.write("content/one/data/x.txt", "two\n");
    site.run(&["test"]).ended(1).said("+ two");
}

#[test]
fn a_missing_recording_is_a_failure_until_it_is_recorded() {
    let site = one("print('hello')", "");
    site.remove("content/one/main.py.out");
    site.run(&["test"]).ended(1).said("--update").said("+ hello");
    site.run(&["test", "--update"]).ended(0).said("recorded content/one/main.py.out");
    assert_eq!(site.read("content/one/main.py.out"), "hello\n");
    site.run(&["test"]).ended(0);
    site.run(&["test", "--update"]).ended(0).said("0 recorded");
}

#[test]
fn both_streams_come_in_order_and_a_failure_says_its_status() {
    let program = "import sys\nfor i in range(3):\n    print('out', i, flush=True)\n    print('err', i, file=sys.stderr, flush=True)\nsys.exit(3)";
    one(program, "out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\nexit status 3").run(&["test"]).ended(0);
    one(program, "out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2").run(&["test"]).ended(1).said("+ exit status 3");
}

#[test]
fn what_differs_from_run_to_run_is_masked() {
    one("import time\nprint(f'took {time.time():.3f}s at {time.time()}')", "took 1.5s at noon").run(&["test"]).ended(0);
    let site = one("import time\nprint(f'took {time.time():.3f}s')", "");
    site.run(&["test", "--update"]).ended(0);
    assert_eq!(site.read("content/one/main.py.out"), "took …\n");
}

#[test]
fn a_sample_sees_little_of_the_environment() {
    let site = one(
        "import os\nprint(sorted(k for k in os.environ if 'SECRET' in k or 'KEY' in k or 'TOKEN' in k))\nprint(os.environ['HOME'] != os.path.expanduser('~root'), os.environ['LANG'])\nprint(os.path.dirname(os.path.abspath('main.py')) == os.getcwd())",
        "[]\nTrue C.UTF-8\nTrue",
    );
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command.arg("test").current_dir(site.root()).env("AWS_SECRET_ACCESS_KEY", "x").env("API_TOKEN", "y");
    let run = command.output().expect("a run");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_sample_runs_in_a_copy() {
    let site = one("open('new.txt', 'w').write('x')\nopen('main.py', 'w').write('x')\nprint('done')", "done");
    let before = crate::program::bytes(site.tree("content"));
    site.run(&["test"]).ended(0);
    assert_eq!(crate::program::bytes(site.tree("content")), before);
}

#[test]
fn a_sample_that_never_ends_is_ended_with_all_that_it_started() {
    let site = one(
        "import subprocess, sys, time\nprint('begun', flush=True)\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\ntime.sleep(600)",
        "begun",
    );
    let started = Instant::now();
    site.run(&["test"]).ended(1).said("ended after 3 s").said("timeout");
    assert!(started.elapsed() < Duration::from_secs(30));
    // One that ends, but leaves a child that holds its output.
    let site = one(
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\nprint('done')",
        "done",
    );
    let started = Instant::now();
    site.run(&["test"]).ended(0);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_sample_that_prints_without_end_is_ended() {
    let site = one("while True:\n    print('x' * 1000)", "x");
    site.run(&["test"]).ended(1).said("prints more than");
}

#[test]
fn a_missing_program_is_never_counted_as_passed() {
    let site = Folder::new(
        r#"
-- fingerpost.toml --
[samples.python]
command = ["no-such-program", "{file}"]
-- content/a.md --
```python {file="one/main.py"}
```
-- content/one/main.py --
-- content/one/main.py.out --
"#,
    );
    site.run(&["test"]).ended(1).said("1 not run").said("no-such-program");
}

#[test]
fn which_files_are_samples() {
    let site = site(
        r#"
-- content/a.md --
```python {file="one/main.py"}
```
```py {file="one/main.py" region="x"}
```
```python {file="one/test_it.py"}
```
```python {file="one/slow.py" measure}
```
```python {file="one/helper.txt"}
```
```python
print("no file")
```
```ruby {file="one/x.rb"}
```
-- content/one/main.py --
# #region x
print(1)
# #endregion x
-- content/one/main.py.out --
1
-- content/one/test_it.py --
import unittest
class T(unittest.TestCase):
    def test(self):
        self.assertTrue(True)
if __name__ == "__main__":
    raise SystemExit("not run as a program")
-- content/one/test_it.py.out --
.
----------------------------------------------------------------------
Ran 1 test in …

OK
-- content/one/slow.py --
raise SystemExit("never run")
-- content/one/helper.txt --
print("shown as Python, so it is one")
-- content/one/helper.txt.out --
shown as Python, so it is one
-- content/one/x.rb --
raise "no table for this language"
"#,
    );
    site.run(&["test"]).ended(0).said("3 samples: 3 passed");
}

#[test]
fn nothing_is_run_by_other_commands() {
    let site = one("open('/tmp/fingerpost-canary-of-the-tests', 'w')", "");
    site.build();
    assert!(!std::path::Path::new("/tmp/fingerpost-canary-of-the-tests").exists());
}

#[test]
fn a_site_without_samples_says_so() {
    site("-- content/a.md --\n# A\n").run(&["test"]).ended(0).said("No samples");
}

#[test]
fn a_wrong_mask_or_configuration_is_said() {
    let site = one("print(1)", "1");
    site.write("fingerpost.toml", "[samples.python]\ncommand = \"python3 {file}\"\nmask = [\"(\"]\n");
    site.run(&["test"]).ended(1).said("regular expression").said("samples.python");
    site.write("fingerpost.toml", "[samples.python]\n");
    site.run(&["test"]).ended(1).said("command");
}

#[test]
fn a_damaged_record_is_run_again() {
    let site = one("print('hello')", "hello");
    site.run(&["test"]).ended(0);
    for (path, _) in site.tree(".fingerpost/samples") {
        if !path.contains('/') {
            site.write(&format!(".fingerpost/samples/{path}"), "garbage\ngoodbye\n");
        }
    }
    site.run(&["test"]).ended(0);
}

#[test]
fn names_are_no_shell_words() {
    let site = site(
        r#"
-- content/a.md --
```python {file="one/$(touch x); echo.py"}
```
-- content/one/$(touch x); echo.py --
import sys; print(sys.argv[0])
-- content/one/$(touch x); echo.py.out --
$(touch x); echo.py
"#,
    );
    site.run(&["test"]).ended(0).said("1 passed");
}

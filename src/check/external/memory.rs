//! What other sites answered, kept for some days in `.fingerpost/external`. Faults are not kept, so that a mend is seen
//! at once.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Answer, Answers, Questions};
use crate::page::front_matter::Period;

/// Answers of earlier runs.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    file: Option<PathBuf>,
    known: BTreeMap<String, Known>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    on: Date,
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    answers: BTreeMap<String, Known>,
}

const VERSION: u32 = 1;

impl Memory {
    /// What is kept in the cache's folder; what cannot be read is asked again.
    pub fn open(folder: &Path) -> Memory {
        let file = folder.join("external");
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
        let known = kept.filter(|kept| kept.version == VERSION).map(|kept| kept.answers).unwrap_or_default();
        Memory { file: Some(file), known }
    }

    /// Takes out of the questions what is known and fresh, and gives the answers.
    pub fn take(&self, questions: &mut Questions, today: Date, fresh_for: Period) -> Answers {
        let mut answers = Answers::new();
        questions.retain(|address, anchors| {
            let Some(known) = self.known.get(address) else { return true };
            let fresh = known.on <= today && today < fresh_for.after(known.on);
            let page = match &known.answer {
                Answer::Fine(page) | Answer::Moved { page, .. } => page,
                Answer::Broken(_) | Answer::Unknown(_) => return true,
            };
            // An anchor that is not there may be there soon, and one that nobody asked for is not known.
            let complete = anchors.iter().all(|anchor| page.anchors.get(anchor) == Some(&Ok(())));
            if fresh && complete {
                answers.insert(address.clone(), known.answer.clone());
            }
            !(fresh && complete)
        });
        answers
    }

    /// Keeps what was found out today, and of earlier days what is still fresh.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn keep(mut self, answers: &Answers, today: Date, fresh_for: Period) -> io::Result<()> {
        self.known.retain(|_, known| known.on <= today && today < fresh_for.after(known.on));
        for (address, answer) in answers {
            match answer {
                Answer::Fine(_) | Answer::Moved { .. } => {
                    self.known.insert(address.clone(), Known { on: today, answer: answer.clone() });
                }
                Answer::Broken(_) | Answer::Unknown(_) => {
                    self.known.remove(address);
                }
            }
        }
        let Some(file) = self.file else { return Ok(()) };
        let folder = file.parent().unwrap_or(Path::new("."));
        crate::cache::make_folder(folder)?;
        let bytes = serde_json::to_vec(&Kept { version: VERSION, answers: self.known }).map_err(io::Error::other)?;
        let beside = folder.join(format!("external.{}", std::process::id()));
        std::fs::File::create(&beside)?.write_all(&bytes)?;
        std::fs::rename(beside, file)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::*;

    #[test]
    fn answers_hold_for_some_days_and_faults_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let week = Period { months: 0, days: 7 };
        let day = |day| jiff::civil::date(2026, 11, day);
        let page = |anchors: &[&str]| Page { anchors: anchors.iter().map(|it| ((*it).to_owned(), Ok(()))).collect() };
        let answers = Answers::from([
            ("https://a.de/".to_owned(), Answer::Fine(page(&["x"]))),
            ("https://b.de/".to_owned(), Answer::Broken("is gone".to_owned())),
        ]);
        Memory::open(folder.path()).keep(&answers, day(1), week).unwrap();
        let asked = |today, anchors: &[&str]| {
            let anchors = anchors.iter().map(|it| (*it).to_owned()).collect();
            let mut questions = Questions::from([("https://a.de/".to_owned(), anchors)]);
            questions.insert("https://b.de/".to_owned(), Default::default());
            let known = Memory::open(folder.path()).take(&mut questions, today, week);
            assert_eq!(known.len() + questions.len(), 2);
            questions.into_keys().collect::<Vec<_>>()
        };
        assert_eq!(asked(day(7), &["x"]), ["https://b.de/"]);
        assert_eq!(asked(day(7), &["y"]).len(), 2);
        assert_eq!(asked(day(8), &[]).len(), 2);
        std::fs::write(folder.path().join("external"), "{").unwrap();
        assert_eq!(asked(day(2), &[]).len(), 2);
    }
}

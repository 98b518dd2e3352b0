//! Conditions of rules as clauses, in the language of the site.
//!
//! Files for programs say the same in English (`decision::words`).

use super::Scene;
use super::page::list;
use crate::decision::words::{Phrase, phrases};
use crate::decision::{Conditions, Facts};

/// Conditions as one clause: `the workload is “web” and the team is “Go”`.
pub(super) fn clause(scene: &Scene, facts: &Facts, when: &Conditions) -> String {
    let clauses: Vec<String> = phrases(facts, when).iter().map(|phrase| one(scene, phrase)).collect();
    if clauses.is_empty() {
        return scene.word("clause_always", "in every case");
    }
    list(&clauses.iter().map(String::as_str).collect::<Vec<_>>(), &scene.word("and", "and"))
}

fn one(scene: &Scene, phrase: &Phrase<'_>) -> String {
    let clause = match phrase.is_plural() {
        true => scene.word("clause_are", "the {input} are {answer}"),
        false => scene.word("clause_is", "the {input} is {answer}"),
    };
    clause.replace("{answer}", &answer(scene, phrase)).replace("{input}", &phrase.input.name)
}

fn answer(scene: &Scene, phrase: &Phrase<'_>) -> String {
    let words = !phrase.input.domain.values().is_empty();
    let quoted = scene.word("clause_quoted", "“{}”");
    let shown = |answer: &String| if words { quoted.replace("{}", answer) } else { answer.clone() };
    let answers: Vec<String> = phrase.answers.iter().map(shown).collect();
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    match answers.as_slice() {
        [one] if phrase.not => scene.word("clause_not", "not {}").replace("{}", one),
        _ if phrase.not => {
            let all = list(&answers, &scene.word("clause_nor", "nor"));
            scene.word("clause_neither", "neither {}").replace("{}", &all)
        }
        _ => list(&answers, &scene.word("chooser_or", "or")),
    }
}

//! The example of the manual, exported.

use expect_test::expect;

use super::{Evidence, State, json, markdown, matrix_csv, rules_csv, schema};
use crate::decision::parse::tests::example;
use crate::decision::{EvidenceLink, analyse};

fn resolve(link: &EvidenceLink) -> Option<Evidence> {
    let (page, anchor) = link.target.split_once('#')?;
    let url = format!("{}/#{anchor}", page.trim_end_matches(".md"));
    let state = if link.target.contains("startup") { State::Changed } else { State::Current };
    Some(Evidence { url, title: anchor.replace('-', " "), state })
}

#[test]
fn json_says_all_that_the_file_says() {
    let decision = example();
    let value = json(&decision.facts, &analyse(&decision), "decisions/go-or-python/", &resolve);
    assert_eq!(value["cells"].as_array().unwrap().len(), 18);
    assert_eq!(value["analysis"]["complete"], true);
    let cut = serde_json::json!([
        value["cells"][3],
        value["inputs"][2],
        value["rules"][0],
        value["never"],
        value["analysis"]
    ]);
    expect![[r#"
        [
          {
            "criterion": "startup",
            "option": "go",
            "verdict": "strong",
            "note": null,
            "evidence": [
              {
                "url": "../startup/#measured",
                "title": "measured",
                "state": "changed"
              }
            ],
            "reviewed": "2026-11-24",
            "due": "2027-11-24"
          },
          {
            "id": "connections",
            "name": "connections",
            "question": "Requests in flight at once, per instance, at peak?",
            "type": "integer",
            "min": 0,
            "max": null,
            "values": [
              {
                "id": "0",
                "label": "0 to 999"
              },
              {
                "id": "1000",
                "label": "1000 or more"
              }
            ]
          },
          {
            "id": "serve-model",
            "when": {
              "workload": [
                "data"
              ],
              "connections": ">= 1000",
              "boundary": [
                "true"
              ]
            },
            "then": "split",
            "because": "Train in Python; let a Go process hold the connections.",
            "sentence": "If the workload is “analyse data, train or run models”, the connections are 1000 or more and the boundary is “yes”, choose **Both, split by service**: Train in Python; let a Go process hold the connections.",
            "topic": null,
            "evidence": [
              {
                "url": "../hybrid/#serve-in-go",
                "title": "serve in go",
                "state": "current"
              }
            ],
            "reviewed": "2026-11-24",
            "due": "2027-11-24"
          },
          [
            {
              "when": {
                "workload": [
                  "script"
                ],
                "connections": ">= 1000"
              },
              "because": "A script has no callers."
            }
          ],
          {
            "cases": 1296,
            "gap_cases": 0,
            "complete": true,
            "findings": []
          }
        ]"#]].assert_eq(&serde_json::to_string_pretty(&cut).unwrap());
}

#[test]
fn tables_are_csv() {
    let facts = example().facts;
    let matrix = matrix_csv(&facts, &resolve);
    let lines: Vec<&str> = matrix.split_inclusive("\r\n").collect();
    assert_eq!(lines.len(), 19);
    expect![[r#"
        criterion,criterion_name,topic,weight,option,option_name,verdict,note,evidence,state,reviewed,due
        startup,Start-up time,,1,python,Python,fair,The interpreter starts quickly; large imports do not.,../startup/#measured,changed,2026-10-02,2027-10-02
    "#]].assert_eq(&[lines[0], lines[5]].concat().replace('\r', ""));
    let rules = rules_csv(&facts);
    let lines: Vec<&str> = rules.split_inclusive("\r\n").collect();
    assert_eq!(lines.len(), 14);
    expect![[r#"
        rule,workload,libraries,connections,target,team,lifetime,boundary,then,because
        (never),script,-,1000..,-,-,-,-,-,A script has no callers.
        serve-model,data,-,1000..,-,-,-,true,split,Train in Python; let a Go process hold the connections.
        busy-edge,-,python,1000..,-,-,-,true,split,"Keep the library, move the edge."
    "#]]
    .assert_eq(&lines[..4].concat().replace('\r', ""));
}

#[test]
fn the_markdown_copy_reads_well() {
    let decision = example();
    let copy = markdown(&decision.facts, &analyse(&decision), &resolve);
    expect![[r#"
        ## Short answer

        Where several of these fit, the rules below say which goes first.

        - **Go** when the libraries are “yes, only in Go”; or the target is “on machines you do not manage”; or the connections are 1000 or more; or the team is “Go”; or the workload is “talk to many clients or services” or “be a command or agent that others install” and the lifetime is “years”
        - **Python** when the libraries are “yes, only in Python”; or the workload is “analyse data, train or run models”; or the lifetime is “weeks: a trial”; or the workload is “forms, pages, admin screens” or “automate steps, glue tools”; or the team is “Python”
        - **Both, split by service** when the workload is “analyse data, train or run models”, the connections are 1000 or more and the boundary is “yes”; or the libraries are “yes, only in Python”, the connections are 1000 or more and the boundary is “yes”

        ## Comparison

        | Criterion | Go | Python | Both, split by service |
        | --- | --- | --- | --- |
        | Many things at once | strong | fair | good |
        | Start-up time | strong | fair | depends |
        | Libraries for data and ML | poor | strong | strong |
        | Shipping one file | strong | fair | fair |
        | Errors found before running | good | fair | fair |
        | Speed of the first version | good | strong | poor |

        ### Many things at once

        - Go: strong. Goroutines are in the language; the runtime spreads them over all cores. Evidence: [goroutines](../concurrency/model/#goroutines).
        - Python: fair. asyncio suits waiting; CPU-bound work needs processes or the free-threaded build (supported since 3.14). Evidence: [asyncio](../concurrency/model/#asyncio), [the gil](../concurrency/model/#the-gil).
        - Both, split by service: good. Strong where Go holds the connections; each call across adds a network hop. Evidence: [boundary](../hybrid/#boundary).

        ### Start-up time

        - Go: strong. Evidence: [measured](../startup/#measured).
        - Python: fair. The interpreter starts quickly; large imports do not. Evidence: [measured](../startup/#measured).
        - Both, split by service: depends. On the part that scales to zero. Evidence: [measured](../startup/#measured).

        ### Libraries for data and ML

        - Go: poor. Serves exported models; little for training. Evidence: [in go](../ml/#in-go).
        - Python: strong. Evidence: [in python](../ml/#in-python).
        - Both, split by service: strong. Evidence: [serve in go](../hybrid/#serve-in-go).

        ### Shipping one file

        - Go: strong. One executable; on Linux static when cgo is off. Evidence: [one binary](../deployment/#one-binary).
        - Python: fair. Interpreter and packages travel along; containers hide it. Evidence: [wheels](../deployment/#wheels).
        - Both, split by service: fair. Two build chains. Evidence: [cost](../hybrid/#cost).

        ### Errors found before running

        - Go: good. Types checked at compile time; nil and ignored errors remain. Evidence: [go](../types/#go).
        - Python: fair. Type hints count only if the team runs a checker. Evidence: [python](../types/#python).
        - Both, split by service: fair. Needs a checked contract at the boundary. Evidence: [boundary](../hybrid/#boundary).

        ### Speed of the first version

        - Go: good. Evidence: [edit run](../team/#edit-run).
        - Python: strong. Evidence: [edit run](../team/#edit-run).
        - Both, split by service: poor. Pays off later, not in week one. Evidence: [cost](../hybrid/#cost).

        ## Rules

        Take the first line that fits. They cover all 1,296 cases.

        1. If the workload is “analyse data, train or run models”, the connections are 1000 or more and the boundary is “yes”, choose **Both, split by service**: Train in Python; let a Go process hold the connections. Evidence: [serve in go](../hybrid/#serve-in-go).
        2. If the libraries are “yes, only in Python”, the connections are 1000 or more and the boundary is “yes”, choose **Both, split by service**: Keep the library, move the edge. Evidence: [boundary](../hybrid/#boundary).
        3. If the libraries are “yes, only in Python”, choose **Python**: Rewriting the library costs more than scaling out. Evidence: [irreplaceable](../libraries/#irreplaceable).
        4. If the libraries are “yes, only in Go”, choose **Go**: The same argument the other way. Evidence: [irreplaceable](../libraries/#irreplaceable).
        5. If the workload is “analyse data, train or run models”, choose **Python**: Libraries, examples and colleagues are there. Evidence: [in python](../ml/#in-python).
        6. If the target is “on machines you do not manage”, choose **Go**: One file, no runtime to keep compatible. Evidence: [one binary](../deployment/#one-binary).
        7. If the connections are 1000 or more, choose **Go**: A goroutine for each request stays simple and cheap. Evidence: [goroutines](../concurrency/model/#goroutines).
        8. If the team is “Go”, choose **Go**: Nothing above forces Python. Evidence: [known language](../team/#known-language).
        9. If the lifetime is “weeks: a trial”, choose **Python**: The shortest way to something you may throw away. Evidence: [edit run](../team/#edit-run).
        10. If the workload is “forms, pages, admin screens” or “automate steps, glue tools”, choose **Python**: Frameworks and standard library cover this load. Evidence: [full stack](../web/#full-stack).
        11. If the team is “Python”, choose **Python**: Load is low; the known language wins. Evidence: [known language](../team/#known-language).
        12. If the workload is “talk to many clients or services” or “be a command or agent that others install” and the lifetime is “years”, choose **Go**: Uniform code and one binary age well. Evidence: [one binary](../deployment/#one-binary), [go](../types/#go).

        These cases never happen:

        - the workload is “automate steps, glue tools” and the connections are 1000 or more: A script has no callers.

    "#]].assert_eq(&copy);
}

#[test]
fn every_reference_of_the_schema_leads_to_a_definition() {
    let schema = schema::schema();
    let text = schema.to_string();
    for reference in text.split("\"#/$defs/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schema["$defs"].get(name).is_some(), "{name}");
    }
    for key in ["title", "rule", "otherwise", "last_reviewed_on"] {
        assert!(schema["$defs"]["file"]["properties"].get(key).is_some(), "{key}");
    }
}

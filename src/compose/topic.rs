//! The view of a topic hub: its pages, what decisions say about it, its neighbours.

use super::{From, Scene, decision};
use crate::site::{PageId, TopicId};
use crate::view::{LinkView, TopicCriterionView, TopicNeighbourView, TopicPageView, TopicRuleView, TopicView};

/// The view of a topic.
pub fn view(scene: &Scene, id: TopicId, from: &From<'_>) -> TopicView {
    let topic = &scene.site.topics[id.index()];
    let (criteria, rules) = decided(scene, &topic.id, from);
    TopicView {
        id: topic.id.clone(),
        pages: topic.pages.iter().map(|&id| page(scene, id, from)).collect(),
        criteria,
        rules,
        neighbours: topic
            .neighbours
            .iter()
            .map(|&(id, shared)| {
                let other = &scene.site.topics[id.index()];
                let href = from.href(&scene.page(other.hub).address, None);
                TopicNeighbourView { title: other.title.clone(), href, shared }
            })
            .collect(),
    }
}

fn page(scene: &Scene, id: PageId, from: &From<'_>) -> TopicPageView {
    let page = scene.page(id);
    let section = &scene.site.sections[page.section.index()];
    let in_section = section.page != id && section.parent.is_some();
    TopicPageView {
        title: page.title.clone(),
        href: from.href(&page.address, None),
        description: page.front.description.clone(),
        section: in_section.then(|| LinkView {
            title: scene.page(section.page).nav_title.clone(),
            href: from.href(&scene.page(section.page).address, None),
        }),
    }
}

/// Rows and rules of all decisions that belong to a topic: those that name it, and rules that rest on a page of it.
fn decided(scene: &Scene, topic: &str, from: &From<'_>) -> (Vec<TopicCriterionView>, Vec<TopicRuleView>) {
    let mut criteria = Vec::new();
    let mut rules = Vec::new();
    for node in &scene.site.decisions {
        let page = scene.page(node.page);
        let facts = &scene.parsed.decisions[node.parsed].facts;
        let this = scene.link(from, node.page);
        for criterion in facts.criteria.iter().filter(|it| it.topic.as_deref() == Some(topic)) {
            criteria.push(TopicCriterionView {
                decision: this.clone(),
                criterion: LinkView {
                    title: criterion.name.clone(),
                    href: from.href(&page.address, Some(&criterion.id)),
                },
                cells: decision::verdicts(scene, facts, criterion),
            });
        }
        for rule in facts.rules.iter().filter(|rule| decision::rule_is_about(scene, node, rule, topic)) {
            let fact = crate::decision::Fact::Rule(rule.id.clone()).to_string();
            rules.push(TopicRuleView {
                decision: this.clone(),
                rule: LinkView {
                    title: decision::rule_sentence(scene, facts, rule),
                    href: from.href(&page.address, Some(&fact)),
                },
            });
        }
    }
    (criteria, rules)
}

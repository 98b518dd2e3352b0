//! How findings look: text for people, JSON for machines. (In the making.)

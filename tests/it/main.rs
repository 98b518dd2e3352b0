//! The tests of Fingerpost: small sites, and what must come of them.

mod harness;
mod links;

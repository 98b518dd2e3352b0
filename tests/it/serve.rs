//! The preview: what it serves equals what a build writes, it follows every way of saving, and it answers nobody else.

#![expect(clippy::unwrap_used, reason = "what goes wrong here fails a test, also in what tests share")]

mod clients;
mod hostile;
mod http;
mod model;
mod saves;
mod site;

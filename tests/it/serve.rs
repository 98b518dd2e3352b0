//! The preview: what it serves equals what a build writes, it follows every way of saving, and it answers nobody else.

mod clients;
mod hostile;
mod http;
mod model;
mod saves;
mod site;

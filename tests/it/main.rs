//! The tests of Fingerpost: small sites, and what must come of them.

mod harness;
mod links;
mod text;
mod front;
mod layout;
mod topics;
mod navigation;
mod decisions;
mod outputs;
mod check;
mod check_command;
mod external;
mod hostile;
mod replay;
mod serve;

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
mod serve;
mod program;
mod disk;
mod law;
mod guide;
mod samples;
mod replay;
mod check;
mod check_command;
mod external;
mod hostile;
mod manual;
mod review;

//! The program: see [`fingerpost`].
fn main() {}

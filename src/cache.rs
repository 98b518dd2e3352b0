//! What is kept between builds. All of it may be thrown away at any time: it saves time and decides nothing.

pub mod blocks;

#![no_main]
#![allow(dead_code, reason = "each target uses one of the functions")]

#[path = "../holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|data: &[u8]| holds::front_matter(data));

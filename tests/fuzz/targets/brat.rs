#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| quotemark_fuzz::brat(data));

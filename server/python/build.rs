//! Tells the linker that the symbols of Python come when the module is loaded.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}

//! Prints the JSON schema of `quotemark.toml`:
//! `cargo run -p quotemark --example schema > editors/quotemark.schema.json`.

fn main() -> Result<(), serde_json::Error> {
    println!(
        "{}",
        serde_json::to_string_pretty(&quotemark::settings::schema())?
    );
    Ok(())
}

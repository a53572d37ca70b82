//! The greetings of real editors.

use quotemark::lsp::ServerOptions;
use quotemark_tests::Editor;
use serde_json::Value;

fn greeting(recorded: &str) -> Value {
    let mut params: Value = serde_json::from_str(recorded).expect("a recording is JSON");
    // The process and the folder of the recording are not here.
    params["processId"] = Value::Null;
    params["workspaceFolders"] = Value::Null;
    params["rootUri"] = Value::Null;
    params["rootPath"] = Value::Null;
    params
}

#[tokio::test(flavor = "multi_thread")]
async fn each_editor_gets_what_it_can_take() {
    for (name, recorded, encoding) in [
        ("VS Code", include_str!("recorded/vscode.json"), "utf-16"),
        ("Neovim", include_str!("recorded/neovim.json"), "utf-8"),
        ("Helix", include_str!("recorded/helix.json"), "utf-8"),
    ] {
        let editor = Editor::greet(greeting(recorded), ServerOptions::default()).await;
        let capabilities = &editor.greeting.capabilities;
        assert_eq!(
            capabilities.position_encoding.as_ref().unwrap().as_str(),
            encoding,
            "{name}"
        );
        assert!(capabilities.implementation_provider.is_some(), "{name}");
        editor.close().await;
    }
}

//! Tells Zed how to start the language server of Quotemark.

use zed_extension_api::{
    Command, Extension, LanguageServerId, Result, Worktree, register_extension,
    serde_json::{Value, json},
    settings::LspSettings,
};

struct Quotemark;

impl Extension for Quotemark {
    fn new() -> Self {
        Self
    }

    /// The program that the settings name, else the one on the path of the project.
    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments, environment) = match binary {
            Some(binary) => (binary.path, binary.arguments, binary.env),
            None => (None, None, None),
        };
        let command = path
            .or_else(|| worktree.which("quotemark"))
            .ok_or("There is no program `quotemark` on the path. Install it with `cargo install --locked --path server` in Quotemark's repository, or name it in the settings: lsp.quotemark.binary.path")?;
        let mut env = worktree.shell_env();
        env.extend(environment.into_iter().flatten());
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["server".to_owned()]),
            env,
        })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let options = LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options;
        let mut options = options.unwrap_or_else(|| json!({}));
        // Zed ends a line at a CR alone, as the protocol does.
        if let Value::Object(options) = &mut options {
            options.insert("lineEnds".to_owned(), json!({ "loneCr": "break" }));
        }
        Ok(Some(options))
    }

    /// Zed answers the server's question for a section out of this, by the section's name.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| json!({ "quotemark": settings })))
    }
}

register_extension!(Quotemark);

//! The tables of DNA's database, with the constraints that DNA 3 has.

/// The version of DNA whose tables these are, and its date.
pub const VERSION: [(&str, &str); 2] = [("version", "3.1.2"), ("date", "2026-06-30")];

/// `quotemark`, as DNA keeps passwords: 16 bytes of salt, and the SHA-256 of salt and
/// password, taken 100,000 times, in base64. It guards nothing: whoever has the file reads it.
pub const PASSWORD: &str = "Kl1sWzUvp57G0rE8VEUYA0XbXc3wvVy4Nzl6eW8GErpFwAkzTuyqkyXJJdidNctL";

/// What a coder may do, all of which is allowed.
const PERMISSIONS: [&str; 16] = [
    "AddDocuments",
    "EditDocuments",
    "DeleteDocuments",
    "ImportDocuments",
    "AddStatements",
    "EditStatements",
    "DeleteStatements",
    "EditAttributes",
    "EditRegex",
    "EditStatementTypes",
    "EditCoders",
    "EditCoderRelations",
    "ViewOthersDocuments",
    "EditOthersDocuments",
    "ViewOthersStatements",
    "EditOthersStatements",
];

/// The statements that make all tables.
pub fn tables() -> String {
    let colours = ["Red", "Green", "Blue"]
        .map(|name| number(name, " DEFAULT 0", 0, 255))
        .join(", ");
    let key = "ID INTEGER NOT NULL PRIMARY KEY";
    let permissions = PERMISSIONS.map(|what| flag(&format!("Permission{what}"), 1));
    let short = |name: &str| format!("{name} TEXT NOT NULL CHECK (LENGTH({name}) < 191)");
    let field =
        |name: &str| format!("{name} TEXT NOT NULL DEFAULT '' CHECK (LENGTH({name}) < 191)");
    let refers = |column: &str, table: &str| {
        format!("FOREIGN KEY({column}) REFERENCES {table}(ID) ON DELETE CASCADE")
    };
    let of_type = refers("StatementTypeId", "STATEMENTTYPES");
    let of_variable = refers("VariableId", "VARIABLES");
    let coders = [
        key.to_owned(),
        short("Name"),
        colours.clone(),
        number("Refresh", " DEFAULT 0", 0, 9999),
        number("FontSize", " DEFAULT 14", 1, 99),
        short("Password"),
        "PopupWidth INTEGER CHECK (PopupWidth BETWEEN 100 AND 9999) DEFAULT 300".into(),
        flag("ColorByCoder", 0),
        flag("PopupDecoration", 0),
        flag("PopupAutoComplete", 1),
        permissions.join(", "),
    ];
    let seen = [
        "viewStatements",
        "editStatements",
        "viewDocuments",
        "editDocuments",
    ];
    let entity_colours = ["Red", "Green", "Blue"]
        .map(|name| format!("{name} INTEGER CHECK ({name} BETWEEN 0 AND 255)"));
    let data = |table: &str, value: &str, more: &str| {
        create(
            table,
            &[
                "ID INTEGER PRIMARY KEY NOT NULL",
                "StatementId INTEGER NOT NULL",
                "VariableId INTEGER NOT NULL",
                value,
                &refers("StatementId", "STATEMENTS"),
                &of_variable,
                more,
                "UNIQUE (StatementId, VariableId)",
            ],
        )
    };
    let coders: Vec<&str> = coders.iter().map(String::as_str).collect();
    [
        create(
            "SETTINGS",
            &["Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"],
        ),
        create("CODERS", &coders),
        create(
            "DOCUMENTS",
            &[
                key,
                &short("Title"),
                "Text TEXT NOT NULL",
                "Coder INTEGER",
                &field("Author"),
                &field("Source"),
                &field("Section"),
                "Notes TEXT NOT NULL DEFAULT ''",
                &field("Type"),
                "Date INTEGER NOT NULL",
                &refers("Coder", "CODERS"),
            ],
        ),
        create("STATEMENTTYPES", &[key, &short("Label"), &colours]),
        create(
            "VARIABLES",
            &[
                key,
                &short("Variable"),
                "DataType TEXT NOT NULL CHECK (DataType = 'boolean' OR DataType = 'integer' OR \
                 DataType = 'long text' OR DataType = 'short text') DEFAULT 'short text'",
                "StatementTypeId INTEGER",
                &of_type,
                "UNIQUE (Variable, StatementTypeId)",
            ],
        ),
        create(
            "VARIABLELINKS",
            &[
                key,
                "SourceVariableId INTEGER",
                "TargetVariableId INTEGER",
                "CHECK (TargetVariableId != SourceVariableId)",
                &refers("SourceVariableId", "VARIABLES"),
                &refers("TargetVariableId", "VARIABLES"),
            ],
        ),
        create(
            "REGEXES",
            &[
                "Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191)",
                &colours,
            ],
        ),
        create(
            "CODERRELATIONS",
            &[
                key,
                "Coder INTEGER CHECK (Coder > 0)",
                "OtherCoder INTEGER CHECK (OtherCoder > 0)",
                &seen.map(|name| flag(name, 1)).join(", "),
                "CHECK (Coder != OtherCoder)",
                &refers("Coder", "CODERS"),
                &refers("OtherCoder", "CODERS"),
            ],
        ),
        create(
            "STATEMENTS",
            &[
                key,
                "StatementTypeId INTEGER",
                "DocumentId INTEGER",
                "Start INTEGER NOT NULL CHECK (Start >= 0)",
                "Stop INTEGER NOT NULL CHECK (Stop >= 0)",
                "Coder INTEGER",
                "CHECK (Start < Stop)",
                &of_type,
                &refers("Coder", "CODERS"),
                &refers("DocumentId", "DOCUMENTS"),
            ],
        ),
        data("DATABOOLEAN", "Value INTEGER NOT NULL DEFAULT 1", ""),
        data("DATAINTEGER", "Value INTEGER NOT NULL DEFAULT 0", ""),
        create(
            "ENTITIES",
            &[
                "ID INTEGER PRIMARY KEY NOT NULL",
                "VariableId INTEGER NOT NULL",
                &field("Value"),
                &entity_colours.join(", "),
                "ChildOf INTEGER CHECK (ChildOf > 0)",
                "UNIQUE (VariableId, Value)",
                &refers("ChildOf", "ENTITIES"),
                &of_variable,
            ],
        ),
        data(
            "DATASHORTTEXT",
            "Entity INTEGER NOT NULL",
            &refers("Entity", "ENTITIES"),
        ),
        data("DATALONGTEXT", "Value TEXT DEFAULT ''", ""),
        create(
            "ATTRIBUTEVARIABLES",
            &[
                "ID INTEGER PRIMARY KEY NOT NULL",
                "VariableId INTEGER NOT NULL",
                &short("AttributeVariable"),
                "UNIQUE (VariableId, AttributeVariable)",
                &of_variable,
            ],
        ),
        create(
            "ATTRIBUTEVALUES",
            &[
                "ID INTEGER PRIMARY KEY NOT NULL",
                "EntityId INTEGER NOT NULL",
                "AttributeVariableId INTEGER NOT NULL",
                &field("AttributeValue"),
                "UNIQUE (EntityId, AttributeVariableId)",
                &refers("EntityId", "ENTITIES"),
                &refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
            ],
        ),
    ]
    .concat()
}

fn create(table: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    // Columns come before constraints of the table.
    format!("CREATE TABLE {table}({});\n", parts.join(", "))
}

fn number(name: &str, default: &str, from: u32, to: u32) -> String {
    format!("{name} INTEGER NOT NULL{default} CHECK ({name} BETWEEN {from} AND {to})")
}

fn flag(name: &str, default: u32) -> String {
    number(name, &format!(" DEFAULT {default}"), 0, 1)
}

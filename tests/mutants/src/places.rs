//! Where switches go in a file.

use std::collections::HashMap;
use std::ops::Range;

use proc_macro2::LineColumn;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::{Mutant, Position};

/// A stretch of a text, in characters.
pub type Stretch = Range<usize>;

/// Wrong lines, with their numbers.
type Numbered<'m> = Vec<(usize, &'m Mutant)>;

/// A kind of wrong line, and the line and column at which it begins.
type Start<'m> = (&'m str, usize, usize);

/// Where switches go in a text.
#[derive(Default)]
pub struct Places {
    /// The operations that have other operators.
    pub operations: Vec<Operation>,
    /// What is put in, and where.
    pub insertions: Vec<(usize, String)>,
    numbers: Vec<usize>,
}

/// Two operands, or one, and what stands between or before them.
pub struct Operation {
    /// All of it.
    pub whole: Stretch,
    /// The left operand, where there are two.
    pub left: Option<Stretch>,
    /// The operator as it is.
    pub operator: String,
    /// The right operand, or the only one.
    pub right: Stretch,
    /// The other operators and their numbers; an empty one is none.
    pub others: Vec<(usize, String)>,
}

impl Places {
    /// The numbers of all that were found.
    pub fn numbers(&self) -> &[usize] {
        &self.numbers
    }
}

/// What asks whether a wrong line is on.
pub fn switch(number: usize) -> String {
    format!("crate::mutant({number})")
}

/// Finds the places of `mutants`, with their numbers, in a text. Those for which a switch
/// is no Rust are left out: in constants, between conditions with `let`, and where a
/// function promises but a trait.
///
/// # Errors
/// When the text is no Rust.
pub fn of(text: &str, mutants: &[(usize, &Mutant)]) -> syn::Result<Places> {
    let file = syn::parse_file(text)?;
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.chars().count();
        Some(start)
    });
    let mut by_start: HashMap<Start, Numbered> = HashMap::new();
    for (number, mutant) in mutants {
        let Position { line, column } = mutant.span.start;
        let key = (mutant.genre.as_str(), line, column);
        by_start.entry(key).or_default().push((*number, mutant));
    }
    let mut finder = Finder {
        lines: lines.collect(),
        by_start,
        places: Places::default(),
    };
    finder.visit_file(&file);
    Ok(finder.places)
}

struct Finder<'m> {
    /// Where each line begins.
    lines: Vec<usize>,
    by_start: HashMap<Start<'m>, Numbered<'m>>,
    places: Places,
}

impl<'m> Finder<'m> {
    fn at(&self, place: LineColumn) -> usize {
        self.lines[place.line - 1] + place.column
    }

    fn stretch(&self, of: &impl Spanned) -> Stretch {
        self.at(of.span().start())..self.at(of.span().end())
    }

    /// The wrong lines of a kind that begin where something does.
    fn take(&mut self, genre: &'static str, of: &impl Spanned) -> Numbered<'m> {
        let LineColumn { line, column } = of.span().start();
        let found = self.by_start.remove(&(genre, line, column + 1));
        let found = found.unwrap_or_default();
        self.places
            .numbers
            .extend(found.iter().map(|(number, _)| number));
        found
    }

    fn operation(
        &mut self,
        whole: &impl Spanned,
        left: Option<&syn::Expr>,
        operator: String,
        right: &syn::Expr,
        others: Numbered,
    ) {
        if others.is_empty() {
            return;
        }
        let others = others.into_iter();
        let others = others.map(|(number, mutant)| (number, mutant.replacement.clone()));
        let operation = Operation {
            whole: self.stretch(whole),
            left: left.map(|left| self.stretch(left)),
            operator,
            right: self.stretch(right),
            others: others.collect(),
        };
        self.places.operations.push(operation);
    }

    fn function(&mut self, body: &syn::Block) {
        let Some(first) = body.stmts.first() else {
            return;
        };
        let at = self.at(first.span().start());
        for (number, mutant) in self.take("FnValue", first) {
            let promised = mutant
                .function
                .as_ref()
                .map(|function| &function.return_type);
            if promised.is_some_and(|promised| promised.contains("impl ")) {
                self.places.numbers.retain(|other| *other != number);
                continue;
            }
            let (on, value) = (switch(number), &mutant.replacement);
            let insertion = format!("if {on} {{ return {value}; }} ");
            self.places.insertions.push((at, insertion));
        }
    }
}

/// Whether it is or holds a condition with `let`.
fn is_let(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => is_let(&binary.left) || is_let(&binary.right),
        _ => false,
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        list.is_ok_and(|list| list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}

    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}

    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if function.sig.constness.is_none() && !is_for_tests(&function.attrs) {
            self.function(&function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if function.sig.constness.is_none() && !is_for_tests(&function.attrs) {
            self.function(&function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if !is_let(&binary.left) && !is_let(&binary.right) {
            let others = self.take("BinaryOperator", &binary.op);
            let operator = quoted(&binary.op);
            self.operation(binary, Some(&binary.left), operator, &binary.right, others);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let others = self.take("UnaryOperator", &unary.op);
        let operator = match unary.op {
            syn::UnOp::Not(_) => "!",
            _ => "-",
        };
        self.operation(unary, None, operator.into(), &unary.expr, others);
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_match(&mut self, whole: &'ast syn::ExprMatch) {
        let is_rest = |arm: &syn::Arm| arm.guard.is_none() && matches!(arm.pat, syn::Pat::Wild(_));
        let has_rest = whole.arms.iter().any(is_rest);
        for arm in &whole.arms {
            // An arm that is off must leave its values to another one.
            self.arm(arm, arm.guard.is_some() || (has_rest && !is_rest(arm)));
        }
        visit::visit_expr_match(self, whole);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        for (number, _) in self.take("StructField", field) {
            if field.colon_token.is_some() {
                let Stretch { start, end } = self.stretch(&field.expr);
                let on = switch(number);
                let insertion = format!("if {on} {{ Default::default() }} else {{ ");
                self.places.insertions.push((start, insertion));
                self.places.insertions.push((end, " }".into()));
            } else {
                self.places.numbers.retain(|other| *other != number);
            }
        }
        visit::visit_field_value(self, field);
    }
}

impl Finder<'_> {
    fn arm(&mut self, arm: &syn::Arm, may_be_off: bool) {
        let mut off = String::new();
        let has_let = arm.guard.as_ref().is_some_and(|(_, guard)| is_let(guard));
        let arms = match may_be_off && !has_let {
            true => self.take("MatchArm", arm),
            false => Vec::new(),
        };
        for (number, _) in arms {
            off.push_str(&format!("!{} && ", switch(number)));
        }
        let guard = arm.guard.as_ref().map(|(_, guard)| guard);
        match guard {
            Some(guard) if !has_let => {
                let mut on = String::new();
                for (number, mutant) in self.take("MatchArmGuard", &**guard) {
                    match mutant.replacement.as_str() {
                        "true" => on.push_str(&format!("{} || ", switch(number))),
                        _ => off.push_str(&format!("!{} && ", switch(number))),
                    }
                }
                if !on.is_empty() || !off.is_empty() {
                    let Stretch { start, end } = self.stretch(&**guard);
                    self.places.insertions.push((start, format!("{off}({on}(")));
                    self.places.insertions.push((end, "))".into()));
                }
            }
            None if !off.is_empty() => {
                let end = self.stretch(&arm.pat).end;
                let insertion = format!(" if {}true", off);
                self.places.insertions.push((end, insertion));
            }
            _ => {}
        }
    }
}

/// An operator as it is written.
fn quoted(operator: &syn::BinOp) -> String {
    use syn::BinOp::*;
    let written = match operator {
        Add(_) => "+",
        Sub(_) => "-",
        Mul(_) => "*",
        Div(_) => "/",
        Rem(_) => "%",
        And(_) => "&&",
        Or(_) => "||",
        BitXor(_) => "^",
        BitAnd(_) => "&",
        BitOr(_) => "|",
        Shl(_) => "<<",
        Shr(_) => ">>",
        Eq(_) => "==",
        Lt(_) => "<",
        Le(_) => "<=",
        Ne(_) => "!=",
        Ge(_) => ">=",
        Gt(_) => ">",
        AddAssign(_) => "+=",
        SubAssign(_) => "-=",
        MulAssign(_) => "*=",
        DivAssign(_) => "/=",
        RemAssign(_) => "%=",
        BitXorAssign(_) => "^=",
        BitAndAssign(_) => "&=",
        BitOrAssign(_) => "|=",
        ShlAssign(_) => "<<=",
        ShrAssign(_) => ">>=",
        _ => "?",
    };
    written.into()
}

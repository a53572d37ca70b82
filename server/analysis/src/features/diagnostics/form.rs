//! Mistakes of form, as the reader of the markup names them.

use super::{Check, Code};
use crate::syntax::ProblemKind;

pub(super) fn check(check: &mut Check) {
    for problem in &check.source.document.problems {
        check.report(code(problem.kind), problem.range, problem.message.as_str());
    }
}

fn code(kind: ProblemKind) -> Code {
    match kind {
        ProblemKind::UnclosedTag => Code::SyntaxUnclosedTag,
        ProblemKind::UnopenedTag => Code::SyntaxUnopenedTag,
        ProblemKind::UnclosedFence => Code::SyntaxUnclosedFence,
        ProblemKind::UnopenedFence => Code::SyntaxUnopenedFence,
        ProblemKind::FenceLength => Code::SyntaxFenceLength,
        ProblemKind::UnclosedComment => Code::SyntaxUnclosedComment,
        ProblemKind::UnclosedHeader => Code::SyntaxUnclosedHeader,
        ProblemKind::EmptyTag => Code::SyntaxEmptyTag,
        ProblemKind::TagWithoutWords => Code::SyntaxTagWithoutWords,
        ProblemKind::UnknownWord => Code::SyntaxUnknownWord,
        ProblemKind::RepeatedClause => Code::SyntaxRepeatedClause,
        ProblemKind::WrongReference => Code::SyntaxWrongReference,
        ProblemKind::TooDeep => Code::SyntaxTooDeep,
        ProblemKind::MissingValue => Code::SyntaxMissingValue,
        ProblemKind::MissingName => Code::SyntaxMissingName,
        ProblemKind::BadLine => Code::SyntaxBadLine,
        ProblemKind::StrayProperty => Code::SyntaxStrayProperty,
        ProblemKind::MalformedDate => Code::DateMalformed,
        ProblemKind::ReversedDate => Code::DateReversed,
    }
}

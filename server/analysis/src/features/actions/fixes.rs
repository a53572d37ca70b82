//! What fixes a report: the room of each code.

use super::action::Action;
use super::request::ActionRequest;
use super::{
    dates, declarations, form, header, keys, more, names, quoting, references, roles, seal, tagging,
};
use crate::features::diagnostics::Diagnostic;
use crate::reports::{Code, Fix};

/// What fixes a report.
pub(super) fn fixes(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    if report.code.fix() == Fix::None {
        return;
    }
    match report.code {
        Code::UnknownPerson | Code::UnknownOrganisation | Code::UnknownTopic => {
            references::fix(request, report, found);
        }
        Code::UnknownKey | Code::UnknownDiagnostic => keys::fix(request, report, found),
        Code::NameAmbiguous | Code::NameUntagged => tagging::fix(request, report, found),
        Code::NameUnlisted => names::fix(request, report, found),
        Code::DeclarationDuplicate | Code::DeclarationUnused | Code::DeclarationCircle => {
            declarations::fix(request, report, found);
        }
        Code::DateMalformed
        | Code::DateReversed
        | Code::DateRangeInWords
        | Code::DateMissing
        | Code::DateOverlappingRole => {
            dates::fix(request, report, found);
        }
        Code::QuoteNoRole => roles::fix(request, report, found),
        Code::PersonNoRole => roles::first(request, report, found),
        Code::QuoteUnattributed | Code::QuoteUnknownSpeaker => quoting::fix(request, report, found),
        Code::QuoteDanglingMore => more::fix(request, report, found),
        Code::HeaderWrongValue => header::fix(request, report, found),
        Code::SealBroken => found.extend(seal::renewed(request, report)),
        _ => form::fix(request, report, found),
    }
}

//! The vocabulary.

/// Given names.
pub const GIVEN: &str = "Ada Agnes Alan Alice Amir Anand Andrew Anita Anna Arthur Astrid Barbara Beatrice Benedict Bernard \
Bianca Brian Bridget Carla Carlos Catherine Cecil Chandra Charles Chloë Clara Colin Cora Daniel Daphne David Deborah Dennis Diana Dmitri \
Dominic Dorothy Edith Edmund Eileen Elena Elias Ellen Emeka Emil Erica Esther Eugene Fatima Felix Fiona Florence Frances Frederick Gareth \
Gemma Geoffrey Gerald Gita Gordon Grace Graham Greta Hamid Hannah Harold Harriet Hazel Helen Henrik Howard Hugo Ian Ida Imogen Ingrid Irene \
Isaac Ivan Ivy Jacob Jane Jasper Javier Jean Joan Joel Judith Julian Jürgen Karen Kavita Keith Kenneth Kofi Laura Leila Leonard Lewis Lucia \
Magda Malcolm Margaret Marion Martin Matilda Maurice Mehmet Miriam Monica Nadia Naomi Neil Nigel Nora Olive Oscar Pamela Patrick Peter \
Philippa Priya Rachel Ralph Ravi Rebecca Robert Rosalind Ruth Samuel Sandra Sara Simon Sofia Søren Stella Susan Tariq Teresa Thomas Ursula \
Vera Victor Vivian Walter Wanda Wendy Yusuf Yvonne Zoë";

/// Family names that stand as they are.
pub const FAMILY: &str = "Abbott Achebe Adeyemi Akhtar Andersson Banerjee Barański Becker Bergström Bianchi Bose Brandt Calloway Castellano \
Chaudhry Coyle Crabtree D’Souza Delacroix Dhillon Donnelly Dubois Eriksen Fairbairn Ferrari Fitzgerald Fontaine Gallagher García Ghosh \
Goldberg Grünwald Gupta Haddad Halloran Hashimoto Herrera Hoffmann Ibrahim Iyer Jankowski Kaplan Kaur Kowalczyk Krüger Lindqvist Lombardi \
Maguire Malik Marchetti Mbeki McAllister McKenna Mehta Moreau Müller Nakamura Nair Novák O’Brien O’Leary Okafor Okonkwo Olsen Patel Pereira \
Petrov Quintana Rahman Ramírez Rossi Schäfer Sharma Singh Sokolov Sørensen Tanaka Tremblay Usman Vasquez Venkataraman Virtanen Wójcik Yamamoto Zhang \
Zielinski";

/// What other family names begin and end with.
pub const FAMILY_BEGINS: &str = "Alder Ash Barn Black Brad Cald Chat Clay Darl Eller Fair Garn Had Harring Hather Kend Lang Mar Nor \
Pember Rad Sher Stan Thorn Under Wal Whit Win";
/// See [`FAMILY_BEGINS`].
pub const FAMILY_ENDS: &str =
    "bourne burn by combe croft don field ford ham ley son stead ton well wick worth";

/// What organisations are named after.
pub const PLACES: &str = "Aldermouth Avonmere Barrowgate Brackenfell Calderby Carrick Dunmore Eastmarch Elmswick Fenbridge Glanmor Greyport \
Hollinsea Inverlay Kestrelby Kirkmoor Lowmarsh Millhaven Northaven Oakenshaw Penrock Queensferry Ravensea Saltby Severnside Stonehythe Tarnwick \
Thornbay Ullsmouth Westerlea Wexcombe Yarrowdale Zürich Köln Århus Québec";

/// What organisations do.
pub const FIELDS: &str = "Harbour Tramway Hospital Housing Water Energy Schools Library Museum Fisheries Forestry Railway Markets Airport \
Theatre Planning Police Waste Archive Orchestra";

/// What organisations are.
pub const BODIES: &str =
    "Authority Board Trust Council Company Union Association Commission Institute Federation";

/// What roles people have in an organisation.
pub const OFFICES: &[&str] = &[
    "chair of",
    "deputy chair of",
    "chief executive of",
    "secretary of",
    "spokeswoman for",
    "spokesman for",
    "director of",
    "treasurer of",
    "head of planning at",
    "adviser to",
    "member of",
    "chief engineer of",
    "lawyer for",
    "negotiator for",
    "president of",
    "researcher at",
];

/// Callings without an organisation.
pub const CALLINGS: &[&str] = &[
    "GP in Kirkmoor",
    "writer on harbours",
    "retired teacher",
    "shop owner",
    "fisherman",
    "historian of the region",
    "independent economist",
    "resident of the old town",
    "farmer",
    "nurse",
];

/// What topics are about, and which side of it.
pub const TOPIC_SUBJECTS: &str = "harbour tram hospital housing water energy school library museum fishing forest railway market airport \
theatre parking policing waste archive orchestra";
/// See [`TOPIC_SUBJECTS`].
pub const TOPIC_ASPECTS: &str =
    "dues closure funding pay safety access staffing ownership opening-hours reform";

/// Nouns.
pub const NOUNS: &str = "account agenda agreement allowance appeal applicant architect audience balance ballot bank bargain barrier basin \
beach benefit bill boat border bottleneck branch bridge budget building burden bus campaign canal cap carriage case ceiling census century chain \
change chapter charge charter city claim clause clerk coast collection column committee community compromise concern condition conference \
consultation contract corner corridor cost council country court crew crisis crossing crowd culture customer cycle damage deadline debate debt \
decade decision deficit delay demand depot design detail dispute district ditch document dock doubt draft driver duty economy edge effort election \
engine engineer estate estimate evening event evidence examination exception exchange expense experiment factory failure family fare farm fault \
ferry festival figure fine fleet flood floor forecast fund furnace future garden gate generation grant ground growth guarantee hall handbook \
hearing hedge heritage hill holiday household idea income increase industry inquiry inspector insurance interest investment island journey judge \
junction kitchen labour ladder lake land lane law leak lease lecture letter level licence limit line loan lock loss machine mail majority manager \
map margin market measure meeting member message mill mine minister minority mistake model money month motion motorist neighbour network number \
office officer operator option order outcome owner page panel paper parish partner passenger patient pavement payment pension permit petition \
pier pipe plan plant platform pledge point policy pool population port possibility pound power premium present pressure price principle priority \
problem procedure product profit programme project promise proof proposal protest province pump purchase purpose quarter question queue record \
reduction region register regulation relief remedy rent repair replacement report request reserve resident resolution resource response result \
revenue review right risk river road roof room route rule sale sample saving scheme season section sector sentence service session settlement shed \
shift ship shop shore shortage signal site sketch society solution source staff stage standard station statue storm street strike structure study \
subsidy suburb suggestion summer supplier supply surplus survey system target tariff tax team tender term terrace test theory ticket tide timber \
timetable toll tower town trade traffic train transport treaty trial tunnel turn union valley value van vessel victory view village visitor volunteer \
vote wage wall ward warehouse warning winter witness worker workshop yard year";

/// Adjectives.
pub const ADJECTIVES: &str = "able angry annual available bitter bold brief broad busy careful central certain cheap clean clear close \
common complete costly crowded current dangerous daily decent deep difficult direct distant double early eager empty equal essential excellent extra \
fair familiar final firm former fragile free fresh full general gentle genuine great hard heavy honest huge important independent large last late \
light likely local long loose low main major minor modern modest narrow national naïve natural necessary new normal obvious old open ordinary original \
outer permanent plain poor popular possible private proper provisional public quick quiet rare ready real recent regional regular remarkable right \
rural safe secure separate serious severe sharp short simple slow small sound special steady stiff strange strict strong sudden suitable temporary \
thin tight total tough urgent useful usual vacant valuable vague warm weak weekly wide young";

/// Verbs that take an object, in their plain form.
pub const VERBS: &str = "abandon accept adopt amend approve back block build buy cancel change check clear close combine consider \
cover cut defend defer delay double drop end enforce examine extend fill finance fund halt hold ignore improve inspect keep launch lead limit lose \
lower maintain manage measure mend move open oppose order overlook own pay plan postpone prepare protect publish question raise reach rebuild recall \
reduce refuse regret reject rely-on remove renew rent repair replace report reverse review revive save scrap sell settle share shift split start stop \
study support suspend tax test trust use value warn weigh welcome widen withdraw";

/// Times.
pub const TIMES: &[&str] = &[
    "last week",
    "in the spring",
    "before the summer",
    "by the end of the year",
    "on Monday",
    "on Tuesday",
    "on Wednesday",
    "on Thursday",
    "on Friday",
    "for the third time",
    "after a long night",
    "within a month",
    "next year",
    "every winter",
    "at short notice",
    "ten years ago",
    "since the war",
    "without notice",
];

/// Sentences of the article's own. `n` stands for a noun, `a` for an
/// adjective, `v` for a verb, `t` for a time, `p` for a place, `d` for a number.
pub const SENTENCES: &[&str] = &[
    "The {a} {n} of the {n} was to {v} the {n} {t}.",
    "Nobody at the {n} expected the {n} to be so {a}.",
    "It was the {a} {n} that the {n} could not {v}.",
    "A {n} in {p} may yet {v} the {n}, or leave it {a}.",
    "Some {d} people came to the {n} in {p} {t}.",
    "The {n} costs {d} pounds a {n}, and the {a} {n} twice as much.",
    "What the {n} needs, by all accounts, is a {a} {n}.",
    "That would {v} the {n} and {v} the {n}.",
    "For years the {a} {n} had been left to the {n}.",
    "The {n} is {a}; the {n} is not.",
    "Between the {n} and the {n} lies a {a} {n}.",
    "{t}, the {n} began to {v} its {a} {n}.",
    "Of {d} answers to the {n}, few were {a}.",
    "There is no {a} {n} without a {n}.",
    "The {n} has been {a} ever since the {n} at {p}.",
    "It took {d} days to {v} the {n}, and as many to {v} it again.",
    "The {a} {n}, the {a} {n} and the {n} all point the same way.",
    "To {v} a {n} is one thing, to {v} a {n} another.",
    "By then the {n} of the {n} had grown {a}.",
    "Whether the {n} can {v} the {n} is still {a}.",
    "The {n} in {p} would rather {v} the {n} than {v} the {n}.",
    "In {p} the {n} is {a} and the {n} goes on {t}.",
    "A {a} {n} was found under the {n}, {d} paces from the {n}.",
    "The papers show a {a} {n} (see page {d}) and a {n}.",
    "Its {n} – a {a} one – was sold {t}.",
    "The café by the {n} closed {t}; the {n} did not.",
];

/// What somebody says, without a full stop.
pub const STATEMENTS: &[&str] = &[
    "the {n} would {v} the {a} {n} {t}",
    "there was no {a} {n} left to {v}",
    "we cannot {v} the {n} without a {a} {n}",
    "the {a} {n} should {v} its {n} {t}",
    "it is {a} to {v} a {n} that nobody wants to {v}",
    "every {n} in {p} knows how {a} the {n} is",
    "they had to {v} the {n} and don’t regret it",
    "a {n} of {d} pounds is too {a} for the {n}",
    "the {n} must not {v} the {n} before it has seen the {n}",
    "one {n} in {d} is {a} enough to {v} the {n}",
    "what we need is a {a} {n} and not a {n}",
    "the {a} {n} is a matter for the {n}",
];

/// Ends of quotes that go on after a cue.
pub const REMAINDERS: &[&str] = &[
    "and the {n} will have to {v} it",
    "but the {a} {n} stays",
    "because the {n} is {a}",
    "and nobody will {v} the {n} {t}",
    "or the {n} will be {a} for years",
];

/// Emoji, as readers' letters have them.
pub const EMOJI: &[&str] = &["🙂", "🚋", "⚓", "👩‍🔧", "🇬🇧", "🐟", "🏥"];

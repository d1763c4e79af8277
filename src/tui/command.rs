//! The catalogue: one row per command. Keymap, help, hints, palette and the locale checks are all made from it.
//!
//! Commands are small enums, one per scope, so that a screen matches them exhaustively. Strings appear only as the
//! identifiers by which keymaps and locale files name them. Deliberately absent: keys, and what a command does.

mod chains;
mod digits;
mod scope;

pub use self::chains::CHAINS;
pub use self::scope::Scope;

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The command.
    pub command: Command,
    /// Its name in keymaps, e.g. `review.pass`.
    pub id: &'static str,
    /// Where it is understood.
    pub scope: Scope,
}

impl Spec {
    /// Locale key of the short name shown beside its key.
    pub fn label_key(&self) -> String {
        format!("command-{}", self.id.replace('.', "-"))
    }

    /// Locale key of the sentence in help and palette.
    pub fn description_key(&self) -> String {
        format!("command-{}-description", self.id.replace('.', "-"))
    }
}

macro_rules! commands {
    ($( $(#[$doc:meta])* $name:ident in $scope:ident { $( $variant:ident = $id:literal ),* $(,)? } )*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[allow(missing_docs, reason = "each is described in the locale files, under its identifier")]
            pub enum $name { $( $variant ),* }

            impl From<$name> for Command {
                fn from(command: $name) -> Command {
                    Command::$name(command)
                }
            }
        )*

        /// Something that can be done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "one variant per scope; see the enums")]
        pub enum Command { $( $name($name) ),* }

        /// All commands in the order in which help shows them.
        pub const CATALOGUE: &[Spec] = &[
            $( $( Spec { command: Command::$name($name::$variant), id: $id, scope: Scope::$scope } ),* ),*
        ];
    };
}

commands! {
    /// Commands of one target.
    Review in Review {
        Opinion = "review.opinion",
        Edit = "review.edit",
        Pass = "review.pass",
        Return = "review.return",
        Later = "review.later",
        Close = "review.close",
        NextOpen = "review.next-open",
        PreviousOpen = "review.previous-open",
        NextProject = "review.next-project",
        PreviousProject = "review.previous-project",
        LookBack = "review.look-back",
        Jump = "review.jump",
        Detail = "review.detail",
        Compare = "review.compare",
        Funds = "review.funds",
        Withdraw = "review.withdraw",
        Alike = "review.alike",
        Similar = "review.similar",
        Library = "review.library",
        Matching = "review.matching",
        SecondLook = "review.second-look",
        Consistency = "review.consistency",
    }
    /// The twelve classes.
    Class in Class {
        C1 = "class.1", C2 = "class.2", C3 = "class.3", C4 = "class.4", C5 = "class.5", C6 = "class.6",
        C7 = "class.7", C8 = "class.8", C9 = "class.9", C10 = "class.10", C11 = "class.11", C12 = "class.12",
    }
    /// Phrases of a class.
    Phrase in Phrase {
        Accept = "phrase.accept",
        P1 = "phrase.1", P2 = "phrase.2", P3 = "phrase.3", P4 = "phrase.4", P5 = "phrase.5",
        P6 = "phrase.6", P7 = "phrase.7", P8 = "phrase.8", P9 = "phrase.9",
    }
    /// Confirming a result.
    Grade in Grade {
        Confirm = "grade.confirm",
        Excellent = "grade.excellent",
        Good = "grade.good",
        Fair = "grade.fair",
        Poor = "grade.poor",
        Cancel = "grade.cancel",
    }
    /// The opinion editor.
    Editor in Editor {
        Save = "editor.save",
        Leave = "editor.leave",
        Class = "editor.class",
        NextArea = "editor.next-area",
        PreviousArea = "editor.previous-area",
        Discard = "editor.discard",
        Outside = "editor.outside",
    }
    /// The queue.
    Queue in Queue {
        Filter = "queue.filter",
        Sort = "queue.sort",
        All = "queue.all",
        Waiting = "queue.waiting",
        KeyLane = "queue.key-lane",
        Contested = "queue.contested",
        Facets = "queue.facets",
        Frequency = "queue.frequency",
        Views = "queue.views",
        Expected = "queue.expected",
        SecondLook = "queue.second-look",
        Mark = "queue.mark",
        MarkRange = "queue.mark-range",
        MarkAll = "queue.mark-all",
        Unmark = "queue.unmark",
        Many = "queue.many",
        Return = "queue.return",
        Later = "queue.later",
        Finish = "queue.finish",
    }
    /// Projects that do the same as a row.
    Similar in Similar {
        Write = "similar.write",
        Exclude = "similar.exclude",
        Basis = "similar.basis",
    }
    /// What is to be done to many targets.
    Many in Many {
        Whole = "many.whole",
        Value = "many.value",
        Name = "many.name",
        Return = "many.return",
        Later = "many.later",
        Finish = "many.finish",
        Accept = "many.accept",
        Dismiss = "many.dismiss",
    }
    /// What was done.
    History in History {
        Whose = "history.whose",
        UndoTo = "history.undo-to",
    }
    /// The filter line of the queue.
    Find in Find {
        Take = "find.take",
    }
    /// Values beside the queue to narrow it by.
    Facet in Facet {
        Narrow = "facet.narrow",
        Exclude = "facet.exclude",
        Widen = "facet.widen",
        Leave = "facet.leave",
        Close = "facet.close",
        Frequency = "facet.frequency",
    }
    /// Choosing a column.
    Column in Column {
        C1 = "column.1", C2 = "column.2", C3 = "column.3", C4 = "column.4", C5 = "column.5",
        C6 = "column.6", C7 = "column.7", C8 = "column.8", C9 = "column.9", C10 = "column.10",
        Again = "column.again",
    }
    /// How often values stand.
    Frequency in Frequency {
        Narrow = "frequency.narrow",
        Exclude = "frequency.exclude",
        Order = "frequency.order",
        Column = "frequency.column",
    }
    /// Saved views.
    Views in Views {
        V1 = "views.1", V2 = "views.2", V3 = "views.3", V4 = "views.4", V5 = "views.5",
        V6 = "views.6", V7 = "views.7", V8 = "views.8", V9 = "views.9", V10 = "views.10",
        Save = "views.save",
        Rename = "views.rename",
        Remove = "views.remove",
        Restore = "views.restore",
    }
    /// Links between tables.
    Links in Links {
        Confirm = "links.confirm",
        NotSame = "links.not-same",
        Pick = "links.pick",
        Clear = "links.clear",
        Filter = "links.filter",
        Table = "links.table",
        Year = "links.year",
    }
    /// The public draw.
    Sample in Sample {
        Next = "sample.next",
        Departments = "sample.departments",
        TopUp = "sample.top-up",
        Publish = "sample.publish",
        Abandon = "sample.abandon",
        Anew = "sample.anew",
        Further = "sample.further",
        Other = "sample.other",
    }
    /// What files hold, before it is stored.
    Preview in Preview {
        Commit = "preview.commit",
        Report = "preview.report",
        Text = "preview.text",
        Map = "preview.map",
        Files = "preview.files",
        Changed = "preview.changed",
        New = "preview.new",
        Equal = "preview.equal",
        Rejected = "preview.rejected",
        Remarks = "preview.remarks",
        Unread = "preview.unread",
        Next = "preview.next",
        Previous = "preview.previous",
        Leave = "preview.leave",
    }
    /// Home page.
    Home in Home {
        Continue = "home.continue",
        Review = "home.review",
        KeyLane = "home.key-lane",
        SpotCheck = "home.spot-check",
        Demands = "home.demands",
        Contests = "home.contests",
        Exchange = "home.exchange",
        Import = "home.import",
        History = "home.history",
        Links = "home.links",
        Lessons = "home.lessons",
        Settings = "home.settings",
        Figures = "home.figures",
    }
    /// Own figures.
    Figures in Figures {
        Open = "figures.open",
        Pace = "figures.pace",
        Classes = "figures.classes",
        States = "figures.states",
        Keys = "figures.keys",
        Next = "figures.next",
        Previous = "figures.previous",
        Left = "figures.left",
        Right = "figures.right",
        Clear = "figures.clear",
    }
    /// Any list.
    List in List {
        Open = "list.open",
        Up = "list.up",
        Down = "list.down",
        PageUp = "list.page-up",
        PageDown = "list.page-down",
        Top = "list.top",
        Bottom = "list.bottom",
    }
    /// What the columns of an unknown table mean.
    Mapping in Mapping {
        Accept = "mapping.accept",
        Choose = "mapping.choose",
        Ignore = "mapping.ignore",
        Left = "mapping.left",
        Right = "mapping.right",
        HeadingUp = "mapping.heading-up",
        HeadingDown = "mapping.heading-down",
        HeadingRows = "mapping.heading-rows",
        PageUp = "mapping.page-up",
        PageDown = "mapping.page-down",
        Unit = "mapping.unit",
        Kind = "mapping.kind",
        Test = "mapping.test",
        Save = "mapping.save",
        Undo = "mapping.undo",
        NextTable = "mapping.next-table",
        PreviousTable = "mapping.previous-table",
        Leave = "mapping.leave",
    }
    /// Forms.
    Form in Form {
        Submit = "form.submit",
        Next = "form.next",
        Previous = "form.previous",
        Leave = "form.leave",
        Choose = "form.choose",
    }
    /// One-line entries.
    Line in Line {
        Accept = "line.accept",
        Cancel = "line.cancel",
        Up = "line.up",
        Down = "line.down",
    }
    /// Text fields.
    Text in Text {
        Left = "text.left",
        Right = "text.right",
        Up = "text.up",
        Down = "text.down",
        Head = "text.head",
        End = "text.end",
        NewLine = "text.new-line",
        DeleteBack = "text.delete-back",
        DeleteForward = "text.delete-forward",
        DeleteToHead = "text.delete-to-head",
        Undo = "text.undo",
        Redo = "text.redo",
    }
    /// Popups.
    Popup in Popup {
        Close = "popup.close",
        Up = "popup.up",
        Down = "popup.down",
        PageUp = "popup.page-up",
        PageDown = "popup.page-down",
    }
    /// Help.
    Help in Help {
        Filter = "help.filter",
        Next = "help.next",
        Previous = "help.previous",
    }
    /// The list of lessons.
    Lessons in Lessons {
        Again = "lessons.again",
        Forget = "lessons.forget",
        Leave = "lessons.leave",
    }
    /// The indicator library.
    Library in Library {
        Use = "library.use",
        Common = "library.common",
        Specific = "library.specific",
        Transfer = "library.transfer",
        Fits = "library.fits",
        Missing = "library.missing",
        Next = "library.next",
        Previous = "library.previous",
        Search = "library.search",
        Detail = "library.detail",
    }
    /// The automatic checks.
    Rules in Rules {
        Turn = "rules.turn",
        Auto = "rules.auto",
    }
    /// The rechecks of a year.
    Rechecks in Rechecks {
        Facets = "rechecks.facets",
        Filter = "rechecks.filter",
        Year = "rechecks.year",
        Find = "rechecks.find",
        Order = "rechecks.order",
        Check = "rechecks.check",
        Leave = "rechecks.leave",
    }
    /// What a spot check found.
    Results in Results {
        Statements = "results.statements",
        Grades = "results.grades",
        Departments = "results.departments",
        Largest = "results.largest",
        Consequences = "results.consequences",
        Next = "results.next",
        Previous = "results.previous",
        Order = "results.order",
        Year = "results.year",
        Write = "results.write",
    }
    /// One recheck.
    Recheck in Recheck {
        Agrees = "recheck.agrees",
        Type = "recheck.type",
        NoEvidence = "recheck.no-evidence",
        NotApplicable = "recheck.not-applicable",
        Papers = "recheck.papers",
        Note = "recheck.note",
        Later = "recheck.later",
        Finish = "recheck.finish",
        NextDifference = "recheck.next-difference",
        PreviousDifference = "recheck.previous-difference",
        NextProject = "recheck.next-project",
        PreviousProject = "recheck.previous-project",
        Reopen = "recheck.reopen",
        Check = "recheck.check",
        Object = "recheck.object",
        Outcome = "recheck.outcome",
        Replace = "recheck.replace",
        Requests = "recheck.requests",
        Jump = "recheck.jump",
        Second = "recheck.second",
    }
    /// Signs with which a verified value begins.
    Digit in Recheck {
        D1 = "recheck.digit-1", D2 = "recheck.digit-2", D3 = "recheck.digit-3", D4 = "recheck.digit-4",
        D5 = "recheck.digit-5", D6 = "recheck.digit-6", D7 = "recheck.digit-7", D8 = "recheck.digit-8",
        D9 = "recheck.digit-9", D0 = "recheck.digit-0",
        Minus = "recheck.minus",
    }
    /// The papers of a recheck.
    Papers in Papers {
        Mark = "papers.mark",
        Add = "papers.add",
        Take = "papers.take",
        Check = "papers.check",
        Notice = "papers.notice",
    }
    /// Where two who rechecked the same differ.
    Differences in Differences {
        First = "differences.first", Second = "differences.second",
        Other = "differences.other", Finish = "differences.finish",
    }
    /// Everywhere.
    App in Global {
        Help = "app.help",
        Home = "app.home",
        Filter = "app.filter",
        Queue = "app.queue",
        SpotCheck = "app.spot-check",
        Demands = "app.demands",
        Import = "app.import",
        Mapping = "app.mapping",
        Settings = "app.settings",
        Exchange = "app.exchange",
        Palette = "app.palette",
        Back = "app.back",
        Undo = "app.undo",
        Redo = "app.redo",
        Contests = "app.contests",
        History = "app.history",
        Links = "app.links",
        Rules = "app.rules",
        Lessons = "app.lessons",
        Library = "app.library",
        Sample = "app.sample",
        Results = "app.results",
        Redraw = "app.redraw",
        Copy = "app.copy",
        Suspend = "app.suspend",
        Quit = "app.quit",
    }
}

impl Command {
    /// Its row.
    pub fn spec(self) -> &'static Spec {
        // Every variant comes from the same table, so the row exists; the first row stands in for the impossible.
        CATALOGUE.iter().find(|spec| spec.command == self).unwrap_or(&CATALOGUE[0])
    }

    /// Reads [`Spec::id`].
    pub fn from_id(id: &str) -> Option<Command> {
        CATALOGUE.iter().find(|spec| spec.id == id).map(|spec| spec.command)
    }
}

#[cfg(test)]
mod tests;

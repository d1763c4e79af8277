//! Forms on their way into the spool. This thread reads files and looks into the database; another one hashes the forms
//! and writes them, a few forms behind.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use sha2::{Digest as _, Sha256};

use super::preview::{Inner, Line, Staged, StagedFile, StagedTable};
use super::spool::{Filling, Spool};
use super::view::{PreviewTable, Standing};
use super::workstation::Workstation;
use crate::exchange::FormSink;
use crate::model::form::{Form, FormKind, Horizon, LINE_START, Place, line_end, version_of};
use crate::model::ids::{BatchId, ProjectKey, VersionId};
use crate::model::packed;
use crate::model::problem::Problem;
use crate::store::standing::Standing as Stored;

/// Forms that are handed to the other thread at once: waking it for each of them costs more than some take.
const TOGETHER: usize = 16;

/// How many times so many may wait for it.
const WAITING: usize = 4;

/// A table that is being read.
struct Open {
    report: PreviewTable,
    /// Whether anything of its kind and year is published here.
    published: bool,
}

/// A form to keep; where its project is given, its version is answered.
struct Kept {
    line: Line,
    place: Place,
    form: Form,
    asked: Option<ProjectKey>,
}

/// What the other thread is told.
enum Task {
    /// Keep these forms.
    Keep(Vec<Kept>),
    /// Forget the file.
    Again,
    /// The file ends.
    EndFile,
}

/// What it answers.
enum Answer {
    /// A form's version, for looking up how it stands.
    Version { round: u32, line: usize, table: u16, project: ProjectKey, version: VersionId },
    /// The identities of a file's tables.
    Batches(Vec<BatchId>),
}

/// Takes forms in, file after file.
pub(super) struct Staging<'s> {
    station: &'s Workstation,
    keeper: Option<JoinHandle<Result<(Spool, Vec<Line>), Problem>>>,
    tasks: Option<SyncSender<Task>>,
    /// Forms that are yet to be handed over.
    gathered: Vec<Kept>,
    answers: Receiver<Answer>,
    files: Vec<StagedFile>,
    tables: Vec<Open>,
    /// Forms taken in so far, and when the file began.
    lines: usize,
    begun: usize,
    /// How often a file was begun again.
    round: u32,
    /// Forms that are not new.
    standings: Vec<(usize, Standing)>,
}

impl<'s> Staging<'s> {
    pub fn new(station: &'s Workstation) -> Result<Staging<'s>, Problem> {
        let filling = Filling::beside(station.database())?;
        let (tasks, to_do) = sync_channel(WAITING);
        let (told, answers) = channel();
        let keeper = thread::Builder::new()
            .name("wenxiao-spool".to_owned())
            .spawn(move || keep(filling, &to_do, &told))
            .map_err(Problem::internal)?;
        Ok(Staging {
            station,
            keeper: Some(keeper),
            tasks: Some(tasks),
            gathered: Vec::with_capacity(TOGETHER),
            answers,
            files: Vec::new(),
            tables: Vec::new(),
            lines: 0,
            begun: 0,
            round: 0,
            standings: Vec::new(),
        })
    }

    /// A file ends; the next one begins.
    pub fn end_file(&mut self, mut file: StagedFile) -> Result<Vec<PreviewTable>, Problem> {
        self.hand_over()?;
        self.tell(Task::EndFile)?;
        let batches = loop {
            match self.answers.recv() {
                Ok(Answer::Batches(batches)) => break batches,
                Ok(answer) => self.hear(answer)?,
                Err(_) => return Err(self.broken()),
            }
        };
        file.lines = self.begun..self.lines;
        let mut reports = Vec::new();
        for (Open { report, .. }, batch) in std::mem::take(&mut self.tables).into_iter().zip(batches) {
            file.tables.push(StagedTable {
                kind: report.kind,
                year: report.year,
                batch,
                forms: u32::try_from(report.projects).map_err(Problem::internal)?,
                indicators: report.indicators,
            });
            reports.push(report);
        }
        self.files.push(file);
        self.begun = self.lines;
        Ok(reports)
    }

    /// Whether all tables of the file that ended last are published here.
    pub fn last_is_published(&self) -> Result<bool, Problem> {
        let tables = self.files.last().map(|file| &file.tables[..]).unwrap_or_default();
        let mut published = !tables.is_empty();
        for table in tables {
            published &= self.station.session.is_published(table.batch)?;
        }
        Ok(published)
    }

    pub fn finish(mut self) -> Result<Staged, Problem> {
        self.tasks = None;
        let (spool, mut lines) = self.join()?;
        for (line, standing) in &self.standings {
            lines[*line].standing = *standing;
        }
        lines.shrink_to_fit();
        let mut counts = [0; 3];
        lines.iter().for_each(|line| counts[line.standing as usize] += 1);
        Ok(Staged(Inner { spool, lines, files: std::mem::take(&mut self.files), counts }.into()))
    }

    fn tell(&mut self, task: Task) -> Result<(), Problem> {
        match self.tasks.as_ref().map(|tasks| tasks.send(task)) {
            Some(Ok(())) => Ok(()),
            _ => Err(self.broken()),
        }
    }

    fn hand_over(&mut self) -> Result<(), Problem> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let kept = std::mem::replace(&mut self.gathered, Vec::with_capacity(TOGETHER));
        self.tell(Task::Keep(kept))
    }

    /// Why the other thread ended.
    fn broken(&mut self) -> Problem {
        self.tasks = None;
        self.join().err().unwrap_or_else(|| Problem::internal("spool"))
    }

    fn join(&mut self) -> Result<(Spool, Vec<Line>), Problem> {
        let ended = self.keeper.take().map(JoinHandle::join);
        ended.unwrap_or_else(|| Ok(Err(Problem::internal("spool")))).unwrap_or_else(|_| Err(Problem::internal("spool")))
    }

    fn hear(&mut self, answer: Answer) -> Result<(), Problem> {
        let Answer::Version { round, line, table, project, version } = answer else { return Ok(()) };
        let Some(open) = self.tables.get_mut(usize::from(table)).filter(|_| round == self.round) else { return Ok(()) };
        let report = &mut open.report;
        let standing = match self.station.session.standing(project, report.year, report.kind, version)? {
            Stored::New => {
                report.new += 1;
                return Ok(());
            }
            Stored::Changed => {
                report.changed += 1;
                Standing::Changed
            }
            Stored::Equal => {
                report.equal += 1;
                Standing::Equal
            }
        };
        self.standings.push((line, standing));
        Ok(())
    }

    fn table(&mut self, kind: FormKind, year: u16) -> Result<usize, Problem> {
        let same = |open: &Open| open.report.kind == kind && open.report.year == year;
        if let Some(at) = self.tables.iter().position(same) {
            return Ok(at);
        }
        let report = PreviewTable {
            kind,
            year,
            projects: 0,
            indicators: 0,
            new: 0,
            changed: 0,
            equal: 0,
            fen: 0,
            without_amount: 0,
        };
        let published = self.station.session.has_published(kind, year)?;
        self.tables.push(Open { report, published });
        Ok(self.tables.len() - 1)
    }
}

impl FormSink for Staging<'_> {
    fn form(&mut self, place: Place, form: Form) -> Result<(), Problem> {
        let at = self.table(form.kind, form.year)?;
        let Open { report, published } = &mut self.tables[at];
        let asked = published.then(|| form.project());
        report.projects += 1;
        report.indicators += annual(&form);
        report.new += u64::from(!*published);
        let fen = form.annual_funds().map(|money| money.0).filter(|fen| *fen != i64::MIN);
        match fen {
            Some(fen) => report.fen += i128::from(fen),
            None => report.without_amount += 1,
        }
        let line = Line {
            offset: 0,
            fen: fen.unwrap_or(i64::MIN),
            file: u32::try_from(self.files.len()).map_err(Problem::internal)?,
            table: u16::try_from(at).map_err(Problem::internal)?,
            standing: Standing::New,
        };
        self.lines += 1;
        self.gathered.push(Kept { line, place, form, asked });
        if self.gathered.len() < TOGETHER {
            return Ok(());
        }
        self.hand_over()?;
        while let Ok(answer) = self.answers.try_recv() {
            self.hear(answer)?;
        }
        Ok(())
    }

    fn again(&mut self) -> Result<(), Problem> {
        self.round += 1;
        self.lines = self.begun;
        self.tables.clear();
        self.standings.retain(|(line, _)| *line < self.begun);
        self.gathered.clear();
        self.tell(Task::Again)
    }
}

/// Annual indicators of a form.
fn annual(form: &Form) -> u64 {
    form.indicators.iter().filter(|row| row.horizon == Horizon::Annual).count() as u64
}

/// The other thread: names forms and tables by their content and writes the spool, until there is no more to do.
fn keep(mut filling: Filling, to_do: &Receiver<Task>, told: &Sender<Answer>) -> Result<(Spool, Vec<Line>), Problem> {
    let mut lines: Vec<Line> = Vec::new();
    let mut digests: Vec<Sha256> = Vec::new();
    let mut begun = (0, 0);
    let mut round = 0;
    for task in to_do {
        match task {
            Task::Keep(kept) => {
                for Kept { mut line, place, form, asked } in kept {
                    let canonical = form.canonical();
                    let version = version_of(&canonical);
                    let table = usize::from(line.table);
                    if digests.len() <= table {
                        digests.resize_with(table + 1, Sha256::new);
                    }
                    for part in [LINE_START, &canonical, &line_end(&place)] {
                        digests[table].update(part.as_bytes());
                    }
                    line.offset = filling.put(&place, version, &packed::pack(&form))?;
                    lines.push(line);
                    if let Some(project) = asked {
                        // Nobody listens when the reading was given up.
                        let _ = told.send(Answer::Version {
                            round,
                            line: lines.len() - 1,
                            table: line.table,
                            project,
                            version,
                        });
                    }
                }
            }
            Task::Again => {
                round += 1;
                filling.cut(begun.0)?;
                lines.truncate(begun.1);
                digests.clear();
            }
            Task::EndFile => {
                let batches = digests.drain(..).map(|digest| BatchId(digest.finalize().into())).collect();
                let _ = told.send(Answer::Batches(batches));
                begun = (filling.at(), lines.len());
            }
        }
    }
    Ok((filling.finish()?, lines))
}

# Reading departments' tables, writing sheets.

problem-file-missing = File not found: { $path }. Check the path and try again.
problem-file-not-readable = No permission to read: { $path }. Check the rights of the file.
problem-file-broken = Reading failed: { $path } ({ $detail }).
problem-file-is-folder = This is a folder, not a file: { $path }. Name a file in it.
problem-file-is-device = This is a pipe or device, not a regular file: { $path }. Save it as a regular file first.
problem-file-too-large = The file is larger than { $mib } MiB: { $path }. Split it and import the parts.
problem-file-empty = The file is empty: { $path }. Ask the department to send it again.
problem-not-a-workbook = Not a workbook that can be read: { $path }. Open it in a spreadsheet program and save it as xlsx or csv.
problem-html-not-workbook = This is a web page under the name of a workbook: { $path }. Open it in a spreadsheet program and save it as xlsx.
problem-xml-not-workbook = This is an XML file under the name of a workbook: { $path }. Open it in a spreadsheet program and save it as xlsx.
problem-xlsb-not-read = Binary workbooks (xlsb) are not read: { $path }. Save it as xlsx.
problem-workbook-encrypted = The workbook is locked with a password: { $path }. Remove the password and try again.
problem-workbook-truncated = The workbook is incomplete or damaged: { $path } ({ $detail }). Copy it again or ask the department for it.
problem-xml-entities = The workbook holds a document type definition ({ $entry }), which has no place there; refused: { $path }.
problem-zip-entries = The workbook holds { $entries } entries, { $most } at most; refused: { $path }.
problem-zip-duplicate = The workbook holds the entry { $entry } twice, so its content is not certain; refused: { $path }. Open it in a spreadsheet program and save it again.
problem-zip-entry-name = The workbook holds an entry with the suspicious name { $entry }; refused: { $path }.
problem-zip-ratio = The workbook unpacks to more than { $ratio } times its size, like a zip bomb; refused: { $path }.
problem-zip-size = The workbook unpacks to more than { $mib } MiB; refused: { $path }. Split it and import the parts.
problem-zip-text = The workbook holds one text of more than { $mib } MiB ({ $entry }); refused: { $path }.
problem-cell-too-far-right = Sheet “{ $sheet }”, { $cell } is beyond { $most } columns: { $path }. Clear stray cells and try again.
problem-cell-too-far-down = Sheet “{ $sheet }”, { $cell } is beyond { $most } rows: { $path }.
problem-too-many-cells = Sheet “{ $sheet }” has more than { $most } cells up to { $cell }: { $path }. Split it and import the parts.
problem-too-many-merges = Sheet “{ $sheet }” has absurdly many merged cells; refused: { $path }.
problem-csv-quote = The quote in row { $row } is never closed: { $path }. Close it and try again.
problem-csv-columns = Row { $row } has more than { $most } columns: { $path }. Check the delimiter.
problem-csv-rows = More than { $most } rows: { $path }. Split it and import the parts.
problem-csv-cells = More than { $most } cells up to row { $row }: { $path }. Split it and import the parts.
problem-csv-unknown = No table we know: { $path }. Texts met: { $headings }. Say what its columns are: Ctrl+N on the screens, or wenxiao mapping propose.
problem-encoding-unknown = Unknown encoding: { $encoding }. Known are utf-8, gb18030, utf-16le, big5.
problem-encoding-broken = Row { $row }, byte { $byte } ({ $bytes }) is no valid { $encoding }: { $path }. Check the encoding, or save the file as UTF-8.
problem-no-cells = The file holds nothing: { $path }.
problem-no-known-table = No table we know in sheets { $sheets }: { $path }. Texts met: { $headings }. Say what its columns are: Ctrl+N on the screens, or wenxiao mapping propose.
problem-no-project-named = The indicator table names no project: { $path }. Write 项目名称 above its headings, or name the project when importing (--project).
problem-no-year = The file names no year: { $path }. Give the year when importing (--year).
problem-no-usable-row = { $path } has no usable row, { $rejects } rejected; the first in sheet “{ $sheet }”, row { $row }, column { $column }: { $reason ->
    [reason-no-project] no project name or code
    [reason-duplicate-project] a project listed twice
    [reason-cell-too-long] a cell that is too long
    [reason-cell-nul] a NUL character
   *[other] see the list of rejects
}.
problem-import-stopped = Import stopped, nothing was written: { $path }.
problem-file-exists = The file exists: { $path }. Choose another name or ask to replace it.
problem-folder-missing = The folder does not exist: { $path }. Create it first.
problem-folder-not-writable = Cannot write here: { $path } ({ $detail }). Choose another folder.
problem-disk-full = The disk is full or over quota, nothing was written: { $path }. Make room and try again.
problem-write-failed = Writing failed: { $path } ({ $detail }).
problem-export-ending = Cannot export to this kind of file: { $path }. Endings known: { $endings }.
problem-cell-too-long-to-export = Row { $row }, “{ $project }”: the opinion is longer than the { $most } characters a cell holds. Shorten it and export again.

reason-cell-too-long = a cell of more than { $kib } KiB, row not imported
reason-cell-nul = a cell with a NUL character, row not imported
reason-no-project = no project name or code, not imported
reason-duplicate-project = same project as row { $row }, not imported
reason-no-year = no year, not imported; give the year
reason-hidden-sheet = the sheet is hidden and was read all the same
reason-hidden-rows = hidden rows were read too: { $rows }
reason-hidden-columns = hidden columns were read too: { $columns }
reason-sheet-unknown = no table we know in this sheet, not imported
reason-column-unknown = unknown column “{ $heading }”, kept as printed beside its row; no check looks at it
reason-column-beside = another column already says what “{ $heading }” says; this one is kept as printed beside its row
reason-no-indicator = a row with neither name nor value of an indicator was not taken: “{ $text }”
reason-points-of-several = one cell holds several indicators with { $points } points together; the points were not divided
reason-kind-by-columns = the title does not say what table this is; by its columns it was read as a { $kind ->
    [self_evaluation] self-evaluation
   *[other] target form
}; if that is wrong, name the kind when importing (--kind)
reason-areas = one value column for each area: where they agree that is the target, otherwise every area is named; compare with the table
reason-amount-not-exact = the amount “{ $value }” is no exact number, kept as printed
reason-amount-as-shown = the cell holds more digits than “{ $value }”, finer than one fen; read as shown
reason-year-differs = read as { $year }, the table also names { $other }
reason-mid-term-assumed = two tables side by side do not say which is mid-term; read as left mid-term, right annual
reason-project-repeated = same project as sheet “{ $sheet }”, row { $row }; both were read
reason-sheet-names-no-project = the indicators of this sheet name no project and were not imported; write 项目名称 above the headings or name the project when importing
problem-file-changed = The file was changed after it was read, so the report would not fit it: { $path }. Read it again, then write the report.
problem-cells-scattered = The cells of sheet “{ $sheet }” lie too far apart (the area around them has more than { $most } cells), so it is not read: { $path }. Delete the far cells, or save it as xlsx.
changed-others = other columns
reason-differs-from-first = rows of one project differ in “{ $heading }”: the first row counts (“{ $first }”); check

## Exchange bundles (.wxb)

problem-bundle-unreadable = Cannot read the bundle { $path }: { $detail }. Check that the file is there and the drive is still plugged in and try again; otherwise ask for a new export.
problem-bundle-not-a-file =
    { $path } { $what ->
        [folder] is a folder, not a bundle. Choose the .wxb file in it.
        [link] is a link, not the file itself. Choose the .wxb file it points to.
       *[device] is a pipe or device, not a file. Choose a .wxb file.
    }
problem-bundle-empty = { $path } is empty (0 bytes). The copy was probably not finished: copy it again, and eject USB sticks before pulling them.
problem-bundle-not-a-bundle = { $path } is not a bundle (.wxb). Check that it is the right file; tables are imported.
problem-bundle-text-mode = { $path } was changed in transfer as if it were text (line ends or encoding) and is of no use. Ask for a new export and transfer it by USB stick, shared folder or mail attachment (binary mode).
problem-bundle-too-large = { $path } is too large ({ $length } bytes, at most { $limit }) and was not read. Ask for incremental bundles.
problem-bundle-cut-short = { $path } is incomplete: { $expected } bytes expected, { $length } there. Copy it again; if that does not help, ask for a new export.
problem-bundle-trailing = { $path } has { $extra } bytes too many at its end and is refused. Ask the sender for the original.
problem-bundle-changed-meanwhile = { $path } changed while it was read. Import it when the sender has finished writing.
problem-bundle-major = { $path } is of a newer format (version { $major }) that this program cannot read. Update wenxiao first.
problem-bundle-manifest-length = The header of { $path } is damaged: length of the manifest. Copy it again or ask for a new export.
problem-bundle-payload-length = The header of { $path } is damaged: length of the content. Copy it again or ask for a new export.
problem-bundle-signature-length = The header of { $path } is damaged: length of the signature. Copy it again or ask for a new export.
problem-bundle-reserved = The header of { $path } is damaged: reserved bytes are not zero. Copy it again or ask for a new export.
problem-bundle-suite = { $path } is signed in a way this program does not know ({ $suite }). Update wenxiao first.
problem-bundle-unknown-key = { $path } is signed by a key that is not enrolled in this workspace; it was not read. Fingerprint: { $fingerprint }. Compare it with the sender by telephone, enrol the key, then import again.
problem-bundle-signature = The signature of { $path } does not hold (fingerprint { $fingerprint }): the file is damaged or was changed. Nothing was taken in; ask for a new export.
problem-bundle-manifest = The manifest of { $path } is wrong ({ $detail }); the bundle is refused. Send this message to the sender and ask for a new export after an update.
problem-bundle-workspace = { $path } belongs to another workspace ({ $theirs }); ours is { $ours }. Check that file and database are the right ones.
problem-bundle-critical = { $path } needs what this program cannot do yet: { $needs }. Update wenxiao first.
problem-bundle-schema = The entries in { $path } are of a newer version ({ $version }). Update wenxiao first.
problem-bundle-algorithm = { $path } is compressed in a way this program does not know ({ $algorithm }). Update wenxiao first.
problem-bundle-expands = { $path } says it expands to { $raw } bytes, more than the { $limit } allowed; it was not expanded. Ask the sender where this file comes from.
problem-bundle-payload-digest = The content of { $path } does not match the digest in its manifest: damaged in transfer. Copy it again or ask for a new export.
problem-bundle-stream = The compressed content of { $path } is not as it must be. Nothing was taken in; ask for a new export.
problem-bundle-raw-length = { $path } expands to another length than its manifest says. Nothing was taken in; ask the sender where this file comes from.
problem-bundle-raw-digest = The expanded content of { $path } does not match the digest in its manifest. Nothing was taken in; ask for a new export.
problem-bundle-record = The records in { $path } are not as they must be. Nothing was taken in; ask for a new export after an update.
problem-bundle-event = Entry { $number } of { $path } is not as it must be ({ $detail }). Nothing was taken in; send this message to the sender.
problem-bundle-order = Entry { $number } of { $path } comes twice or out of order. Nothing was taken in; ask for a new export.
problem-bundle-ranges = The entries in { $path } are not those its manifest lists. Nothing was taken in; ask for a new export.
problem-bundle-blobs = The tables in { $path } are not those its manifest lists. Nothing was taken in; ask for a new export.
problem-bundle-blob = Table { $id } in { $path } does not match its digest. Nothing was taken in; ask for a new export.
problem-bundle-event-signature = The signature of entry { $id } in { $path } does not hold: somebody changed it. Do not import it and tell the sender.
problem-bundle-staging = The bundle could not be copied to this machine: { $detail }. Make room on the disk and import { $path } again.
problem-bundle-own-blob = Table { $id } of this machine does not match its digest: the database is damaged. { $path } was not exported; back up first, then restore the table from a colleague's bundle or a backup.
problem-bundle-unwritable = Cannot write { $path }: { $detail }. Check free space and permissions and export again; no half file was left behind.
problem-bundle-exists = { $path } exists already and was not overwritten. Choose another name, or choose to replace it.
problem-bundle-too-much = More than fits into one bundle ({ $limit } bytes): { $path }. Export an incremental bundle or in portions.
problem-bundle-read-back = { $path } reads back from the disk differently than it was written: the drive is not reliable and the file was removed. Use another drive and export again.

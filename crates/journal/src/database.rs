//! Opens the database of a run.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction};

use crate::{Durability, Error, FORMAT};

const SCHEMA: &str = include_str!("schema.sql");
/// How long a reader waits for a writer that resets the log.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes the database.
pub(crate) fn create(path: &Path, durability: Durability) -> Result<Connection, Error> {
    let connection =
        Connection::open(path).map_err(|error| Error::database("open", path, error))?;
    set_up(&connection, durability).map_err(|error| Error::database("begin", path, error))?;
    Ok(connection)
}

/// Makes the tables. Part of the transaction that begins the run.
pub(crate) fn make_tables(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "user_version", FORMAT)
}

/// Opens the database to go on writing.
pub(crate) fn open(path: &Path, durability: Durability) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| Error::database("open", path, error))?;
    check_format(&connection, path)?;
    set_up(&connection, durability).map_err(|error| Error::database("open", path, error))?;
    Ok(connection)
}

/// Opens the database to read it.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, Error> {
    // Not read-only: after a kill, whoever comes first has to bring the log into the database.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .or_else(|_| Connection::open_with_flags(path, read_only))
        .map_err(|error| Error::database("open", path, error))?;
    connection
        .busy_timeout(PATIENCE)
        .and_then(|()| connection.pragma_update(None, "query_only", true))
        .map_err(|error| Error::database("open", path, error))?;
    check_format(&connection, path)?;
    Ok(connection)
}

fn set_up(connection: &Connection, durability: Durability) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    // The log may grow to a few megabytes before it is brought into the database: each time that
    // happens, the pages are written a second time.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    let synchronous = match durability {
        Durability::PowerLoss => "full",
        Durability::Kill => "normal",
    };
    connection.pragma_update(None, "synchronous", synchronous)
}

fn check_format(connection: &Connection, path: &Path) -> Result<(), Error> {
    let found: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| Error::database("open", path, error))?;
    match found {
        FORMAT => Ok(()),
        // Nothing was committed yet.
        0 => Err(Error::NoRun(path.parent().unwrap_or(path).to_owned())),
        _ => Err(Error::Format { path: path.to_owned(), found }),
    }
}
